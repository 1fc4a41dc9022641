"""Both compared models learn from the same, and their training times can be compared."""

from pathlib import Path

import pytest
import yaml

from bench.speed.models import (
    FLOOR_CONFIG,
    USUAL_EPOCHS,
    Epochs,
    Job,
    Training,
    bounded,
    epoch_seconds,
    epochs_of,
    with_usual_epochs,
    write_floor,
    write_rules,
)
from bench.speed.texts import texts
from dev.paths import ROOT
from scorecard.compare.sample import Example
from scorecard.compare.training import rasa_default

LOG = """
INFO - Starting to train component 'RegexFeaturizer'.
INFO - Starting to train component 'DIETClassifier'.
\rEpochs:   0%|          | 0/40 [00:00<?, ?it/s]\rEpochs:   2%|#     | 1/40 [01:00<39:01, 60s/it]
\rEpochs:  50%|#####     | 20/40 [01:57<01:57]\rEpochs: 100%|######| 40/40 [02:57<00:00, 4.4s/it]
\rEpochs: 100%|##########| 40/40 [02:59<00:00, 4.47s/it, t_loss=5.31]
INFO - Finished training component 'DIETClassifier'.
INFO - Starting to train component 'ResponseSelector'.
INFO - Starting to train component 'TEDPolicy'.
Processed trackers: 100%|###| 28/28 [00:07<00:00, 297.71it/s]
\rEpochs:   1%|     | 1/100 [00:10<39:01, 60s/it]
\rEpochs: 100%|##########| 100/100 [00:20<00:00]
"""


def test_every_rule_ends_in_the_one_action(tmp_path: Path) -> None:
    write_rules(ROOT / "data" / "rules", tmp_path / "rules")
    written = sorted((tmp_path / "rules").glob("*.yml"))
    assert [p.name for p in written] == [p.name for p in sorted((ROOT / "data/rules").glob("*"))]
    for path in written:
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            assert len(rule["steps"]) == 2
            assert set(rule["steps"][0]) == {"intent"}
            assert rule["steps"][1] == {"action": "action_answer"}


def test_the_seconds_of_an_epoch_are_those_of_the_part() -> None:
    assert epoch_seconds(LOG, "DIETClassifier") == pytest.approx(3.0)
    assert epoch_seconds(LOG, "TEDPolicy") == pytest.approx(10 / 99)


def test_hours_count_too() -> None:
    shown = "Epochs: 50%|#| 1/2 [30:00<30:00]\rEpochs: 100%|#| 2/2 [1:00:30<00:00]"
    log = f"Starting to train component 'DIETClassifier'.\n{shown}"
    assert epoch_seconds(log, "DIETClassifier") == pytest.approx(1830)


def test_the_first_epoch_does_not_count_as_it_prepares() -> None:
    with_less = LOG.replace("[01:00<39:01", "[00:30<39:01")
    found = epoch_seconds(with_less, "DIETClassifier")
    assert found == pytest.approx((177 - 30) / 39)


@pytest.mark.parametrize("part", ["RegexFeaturizer", "ResponseSelector", "Unknown"])
def test_without_a_parts_progress_nothing_is_told(part: str) -> None:
    assert epoch_seconds(LOG, part) is None


def test_all_parts_that_learn_in_epochs_get_fewer() -> None:
    config = bounded(rasa_default(100), 3)
    parts = [*config["pipeline"], *config["policies"]]
    assert [part["epochs"] for part in parts if "epochs" in part] == [3] * 4
    assert epochs_of(config, LOG) == {
        "DIETClassifier": Epochs(3, 3.0),
        "TEDPolicy": Epochs(3, pytest.approx(10 / 99)),
    }


def test_usual_epochs_are_those_of_rasas_default() -> None:
    assert bounded(rasa_default(10_000), USUAL_EPOCHS) == rasa_default(10_000)


def test_fewer_epochs_are_made_up_for() -> None:
    parts = {"DIETClassifier": Epochs(40, 2.5), "TEDPolicy": Epochs(90, 1.0)}
    assert with_usual_epochs(Training("m", 9, 100.0, 0.0, parts)) == pytest.approx(260)


def test_the_usual_epochs_are_taken_as_they_are() -> None:
    assert with_usual_epochs(Training("m", 9, 100.0, 0.0, {"D": Epochs(100, 2.5)})) == 100
    assert with_usual_epochs(Training("m", 9, 30.0, 0.0)) == 30


def test_the_floor_has_one_intent_and_one_reply(tmp_path: Path) -> None:
    files = write_floor(tmp_path)
    domain = yaml.safe_load(files["domain"].read_text(encoding="utf-8"))
    [rules] = [yaml.safe_load(p.read_text("utf-8")) for p in files["rules"].glob("*.yml")]
    [rule] = rules["rules"]
    assert domain["intents"] == [rule["steps"][0]["intent"]]
    assert list(domain["responses"]) == [rule["steps"][1]["action"]]


def test_a_model_is_trained_anew_when_something_it_is_made_of_changes(tmp_path: Path) -> None:
    files = write_floor(tmp_path)
    job = Job(FLOOR_CONFIG, [Example("liver", "ask")], [], files)
    digests = {job.made_of(), Job({}, job.examples, [], files).made_of()}
    digests.add(Job(FLOOR_CONFIG, [Example("tumour", "ask")], [], files).made_of())
    before = job.made_of()
    files["domain"].write_text("other", encoding="utf-8")
    digests.add(job.made_of())
    assert len(digests) == 4
    assert before in digests


def test_there_are_enough_different_questions() -> None:
    told = texts()
    assert len(told) == len(set(told)) > 100
