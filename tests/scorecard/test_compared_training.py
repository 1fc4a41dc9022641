"""What the compared models are trained with."""

from pathlib import Path

import pytest
import yaml

from scorecard.compare.training import (
    NOT_THE_CLASSIFIER,
    bounded,
    one_turn_stories,
    our_classifier,
    rasa_default,
    without_surroundings,
)

ROOT = Path(__file__).resolve().parents[2]


def test_rasas_default_is_what_rasa_fills_in() -> None:
    config = rasa_default(40)
    assert [part["name"] for part in config["pipeline"]] == [
        "WhitespaceTokenizer",
        "RegexFeaturizer",
        "LexicalSyntacticFeaturizer",
        "CountVectorsFeaturizer",
        "CountVectorsFeaturizer",
        "DIETClassifier",
        "EntitySynonymMapper",
        "ResponseSelector",
        "FallbackClassifier",
    ]
    policies = {part["name"] for part in config["policies"]}
    assert {"MemoizationPolicy", "RulePolicy", "TEDPolicy"} <= policies


def test_only_diet_gets_fewer_epochs() -> None:
    config = rasa_default(40)
    epochs = {
        part["name"]: part["epochs"]
        for part in (*config["pipeline"], *config["policies"])
        if "epochs" in part
    }
    assert epochs.pop("DIETClassifier") == 40
    assert set(epochs.values()) == {100}


def test_the_limits_of_its_fallback_are_rasas_own() -> None:
    [fallback] = [p for p in rasa_default(1)["pipeline"] if p["name"] == "FallbackClassifier"]
    assert (fallback["threshold"], fallback["ambiguity_threshold"]) == (0.3, 0.1)


def test_what_learns_by_chance_has_a_seed() -> None:
    config = {
        "pipeline": [{"name": "WhitespaceTokenizer"}, {"name": "DIETClassifier", "epochs": 3}],
        "policies": [{"name": "TEDPolicy", "epochs": 9}],
    }
    assert bounded(config, 5) == {
        "pipeline": [
            {"name": "WhitespaceTokenizer"},
            {"name": "DIETClassifier", "epochs": 3, "random_seed": 0},
        ],
        "policies": [{"name": "TEDPolicy", "epochs": 9, "random_seed": 0}],
    }


def test_our_classifier_is_compared_without_the_safety_gate() -> None:
    served = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    served_names = {part["name"] for part in served["pipeline"]}
    names = {part["name"] for part in our_classifier()["pipeline"]}
    assert served_names - names == NOT_THE_CLASSIFIER
    assert "bot.nlu.intents.EncoderIntentClassifier" in names


def test_a_renamed_stage_does_not_stay_in_unnoticed() -> None:
    with pytest.raises(ValueError, match="SafetyGate"):
        without_surroundings({"pipeline": [{"name": "bot.safety.doors.Gate"}]})


def test_ted_learns_every_rule_as_a_story() -> None:
    stories = one_turn_stories(ROOT / "data" / "rules")["stories"]
    intents = [step["intent"] for story in stories for step in story["steps"] if "intent" in step]
    known = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]
    assert set(known) <= set(intents)
    assert all("action" in story["steps"][-1] for story in stories)
