"""Prints template.yaml and the CloudFormation template that SAM makes of it, as the service would, without calling it.

`sam package` would have uploaded the archives: here each goes by its path in a bucket called "local".
"""

import copy
import json
import os
import sys

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

with open(sys.argv[1], encoding="utf-8") as file:
    template = yaml_parse(file)
written = copy.deepcopy(template)
for resource in template["Resources"].values():
    for archive in ("CodeUri", "ContentUri"):
        code = resource.get("Properties", {}).get(archive)
        if isinstance(code, str):
            resource["Properties"][archive] = "s3://local/" + code
expanded = Translator({}, Parser()).translate(template, parameter_values={})
json.dump({"written": written, "expanded": expanded}, sys.stdout, default=str)
