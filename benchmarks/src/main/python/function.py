"""The Python function that start-ups are compared with: boto3 makes the same call of Bedrock.

It has no runtime client: a loop over the Runtime API in the standard library stands for it, which is less than
Lambda's own does.
"""

import http.client
import json
import os

import boto3

bedrock = boto3.client("bedrock-runtime")


def handler(event):
    response = bedrock.converse_stream(
        modelId="us.anthropic.claude-sonnet-4-6",
        messages=[{"role": "user", "content": [{"text": "Say hello"}]}],
    )
    text = "".join(
        piece["contentBlockDelta"]["delta"]["text"] for piece in response["stream"] if "contentBlockDelta" in piece
    )
    return {"statusCode": 200, "body": text}


api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    api.request("GET", "/2018-06-01/runtime/invocation/next")
    response = api.getresponse()
    event = json.loads(response.read())
    id = response.headers["Lambda-Runtime-Aws-Request-Id"]
    api.request("POST", f"/2018-06-01/runtime/invocation/{id}/response", json.dumps(handler(event)))
    api.getresponse().read()
