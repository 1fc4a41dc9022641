"""The sample that all systems are trained on keeps the training data's proportions."""

from collections import Counter
from pathlib import Path

from scorecard.compare.sample import Example, load_examples, stratified, write_nlu

NLU = Path(__file__).resolve().parents[2] / "data" / "nlu"
MANY = [Example(f"question {n}", "ask_basics") for n in range(600)]
FEW = [Example(f"bye {n}", "goodbye") for n in range(30)]
HANDFUL = [Example(f"more {n}", "more") for n in range(4)]
ALL = [*MANY, *FEW, *HANDFUL]


def counted(examples: list[Example]) -> Counter[str]:
    return Counter(example.intent for example in examples)


def test_intents_keep_their_share() -> None:
    found = counted(stratified(ALL, 317, least=1))
    assert found == {"ask_basics": 300, "goodbye": 15, "more": 2}


def test_a_small_intent_keeps_enough_to_learn_from() -> None:
    found = counted(stratified(ALL, 63, least=10))
    assert found == {"ask_basics": 60, "goodbye": 10, "more": 4}


def test_the_same_data_give_the_same_sample_in_any_order() -> None:
    assert set(stratified(ALL, 100)) == set(stratified(ALL[::-1], 100))


def test_a_new_example_changes_one_place_at_most() -> None:
    before = stratified(ALL, 317, least=1)
    after = stratified([*ALL, Example("question 600", "ask_basics")], 317, least=1)
    assert len(set(before) - set(after)) <= 1


def test_the_sample_is_not_simply_the_beginning() -> None:
    assert set(stratified(MANY, 60)) != set(MANY[:60])


def test_nothing_is_in_the_sample_twice() -> None:
    found = stratified(ALL, 200)
    assert len(found) == len(set(found))


def test_a_sample_as_large_as_all_is_all() -> None:
    assert set(stratified(ALL, len(ALL))) == set(ALL)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    examples = [
        Example("what's this: a 'scar' # or not?", "ask_basics"),
        Example("PVTT 是什么", "ask_basics"),
        Example("- no", "deny"),
        Example("¿qué es?", "ask_basics"),
    ]
    write_nlu(examples, tmp_path / "nlu.yml")
    assert set(load_examples(tmp_path)) == set(examples)


def test_an_example_that_stands_twice_counts_once(tmp_path: Path) -> None:
    for name in ("a.yml", "b.yml"):
        write_nlu([Example("hello", "greet")], tmp_path / name)
    assert load_examples(tmp_path) == [Example("hello", "greet")]


def test_the_training_data_can_be_sampled() -> None:
    examples = load_examples(NLU)
    found = stratified(examples, 2500)
    assert abs(len(found) - 2500) < 250
    assert counted(found).keys() == counted(examples).keys()
