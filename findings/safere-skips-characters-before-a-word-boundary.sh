#!/usr/bin/env bash
# Software: SafeRE 1.1.0 (org.safere:safere), beside RE2/J 1.8 (com.google.re2j:re2j) and the JDK's own java.util.regex.
# Guess:    SafeRE offers java.util.regex's interface over automata, so that find() finds what the JDK's engine finds.
# Seen:     in a pattern where something optional stands before a word boundary, the second match begins a character late:
#           RE2/J and the JDK have it from 4 to 6, SafeRE from 5 to 6.
# Matters:  a rule that masks what it finds leaves the skipped character where it was. Patterns with a word boundary are
#           what rules for numbers and names are mostly written with.
# Needs:    a JDK 21 or newer, Maven.
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
jdk 21
jars org.safere:safere:1.1.0 com.google.re2j:re2j:1.8

cat >"$work/Main.java" <<'JAVA'
class Main {
  static final String PATTERN = "(?:[ab])?\\b(?:-)?.";
  static final String TEXT = "-a-b-a";

  public static void main(String[] args) {
    StringBuilder jdk = new StringBuilder();
    var one = java.util.regex.Pattern.compile(PATTERN).matcher(TEXT);
    while (one.find()) {
      jdk.append(' ').append(one.start()).append('-').append(one.end());
    }
    StringBuilder re2j = new StringBuilder();
    var two = com.google.re2j.Pattern.compile(PATTERN).matcher(TEXT);
    while (two.find()) {
      re2j.append(' ').append(two.start()).append('-').append(two.end());
    }
    StringBuilder safere = new StringBuilder();
    var three = org.safere.Pattern.compile(PATTERN).matcher(TEXT);
    while (three.find()) {
      safere.append(' ').append(three.start()).append('-').append(three.end());
    }
    System.out.println("the JDK finds: " + jdk.toString().strip());
    System.out.println("RE2J finds: " + re2j.toString().strip());
    System.out.println("SafeRE finds: " + safere.toString().strip());
  }
}
JAVA
run_java
check "the JDK finds" "1-4 4-6"
check "RE2J finds" "1-4 4-6"
check "SafeRE finds" "1-4 5-6"
exit "$changed"
