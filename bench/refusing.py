"""What is said to questions on liver cancer that the store has no fact for.

``make bench-refusing`` asks the real servers the questions of ``knowledge/unknown.yml`` and prints
how often each kind of reply came. An "answer" is a neighbouring fact given in place of "I do not
have that".
"""

import sys
from collections import Counter

import yaml

from dev.servers import running
from tests.end_to_end.runner import ROOT, Conversation


def main() -> int:
    """Print the table, then the questions that were answered."""
    text = (ROOT / "knowledge" / "unknown.yml").read_text(encoding="utf-8")
    questions = yaml.safe_load(text)["questions"]
    with running() as url:
        replies = {question: Conversation(url).say(question).contract for question in questions}
    for kind, count in Counter(reply["kind"] for reply in replies.values()).most_common():
        print(f"{kind:16}{count:4}  {count / len(questions):5.1%}")
    for question, reply in replies.items():
        if reply["kind"] == "answer":
            print(f"  {question}: {', '.join(reply['facts'])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
