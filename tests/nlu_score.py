"""Runs ``rasa test nlu`` on questions that share no sentence with the training data.

Two sets: ``tests/nlu``, held to floors, and the messages of ``tests/dialogues``, of which every
single one must be understood. Results with confusion and errors: .run/nlu.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
RUN = ROOT / ".run" / "nlu"
FLOOR = 0.92
SAFETY = ("emergency", "crisis")
SAFETY_FLOOR = 0.95


def main() -> int:
    """0 when every floor is kept."""
    shutil.rmtree(RUN, ignore_errors=True)
    problems = [*_questions(), *_dialogues()]
    print("\n".join(problems))
    return 1 if problems else 0


def _questions() -> list[str]:
    report = _rasa_test_nlu(ROOT / "tests" / "nlu", RUN / "questions")
    print(
        f"\nintents right: {report['accuracy']:.1%} of {report['macro avg']['support']} questions"
    )
    problems = [] if report["accuracy"] >= FLOOR else [f"accuracy is under {FLOOR:.0%}"]
    for intent in SAFETY:
        recall, support = report[intent]["recall"], report[intent]["support"]
        print(f"{intent} found: {recall:.1%} of {support}")
        if recall < SAFETY_FLOOR:
            problems.append(f"recall of {intent} is under {SAFETY_FLOOR:.0%}")
    return problems


def _dialogues() -> list[str]:
    """``rasa test core`` takes the intent from the story; here the text itself is understood."""
    RUN.mkdir(parents=True, exist_ok=True)
    messages = RUN / "dialogue_messages.yml"
    messages.write_text(_as_nlu_data(ROOT / "tests" / "dialogues"), encoding="utf-8")
    report = _rasa_test_nlu(messages, RUN / "dialogues")
    share, count = report["accuracy"], report["macro avg"]["support"]
    print(f"intents right: {share:.1%} of {count} messages in dialogues")
    path = RUN / "dialogues" / "intent_errors.json"  # not written when all are right
    errors = json.loads(path.read_text()) if path.exists() else []
    return [
        f"dialogue message {e['text']!r} is {e['intent']}, understood as "
        f"{e['intent_prediction']['name']}"
        for e in errors
    ]


def _as_nlu_data(folder: Path) -> str:
    intents: dict[str, dict[str, None]] = {}
    for path in sorted(folder.glob("*.yml")):
        for story in yaml.safe_load(path.read_text(encoding="utf-8"))["stories"]:
            for step in story["steps"]:
                if "user" in step:
                    intents.setdefault(step["intent"], {})[step["user"].strip()] = None
    nlu = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
        for intent, texts in intents.items()
    ]
    return str(yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True))


def _rasa_test_nlu(data: Path, out: Path) -> dict[str, dict[str, float]]:
    command = [
        sys.executable, "-m", "rasa", "test", "nlu", "--nlu", str(data),
        "--model", "models/hepatica.tar.gz", "--out", str(out), "--no-plot",
    ]  # fmt: skip
    environment = os.environ | {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    report: dict[str, dict[str, float]] = json.loads((out / "intent_report.json").read_text())
    return report


if __name__ == "__main__":
    sys.exit(main())
