"""Training the model, when what it is made of changed."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from dev import fresh, training
from dev.say import Trouble


class Trainer:
    """A checkout and a stand-in for Rasa's training; ``prints`` is what it says when it fails."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.model = root / "models" / "hepatica.tar.gz"
        self.caches: list[str] = []
        self.prints: str | None = None
        for name in ("config.yml", "domain.yml", "data/nlu.yml", "uv.lock", "bot/part.py"):
            self.write(name, name)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(
        self, _what: str, command: Sequence[str | Path], log: Path, env: Mapping[str, str]
    ) -> tuple[int, int]:
        self.caches.append(env["RASA_CACHE_DIRECTORY"])
        log.write_text(self.prints or "", encoding="utf-8")
        if self.prints is not None:
            return 1, 0
        words = [str(word) for word in command]
        name = words[words.index("--fixed-model-name") + 1]
        out = Path(words[words.index("--out") + 1])
        (out / f"{name}.tar.gz").write_text(f"model {len(self.caches)}", encoding="utf-8")
        return 0, 60


@pytest.fixture
def trainer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trainer:
    """A checkout without a model."""
    made = Trainer(tmp_path)
    monkeypatch.setattr(fresh, "ROOT", tmp_path)
    monkeypatch.setattr(training, "ROOT", tmp_path)
    monkeypatch.setattr(training, "RUN", tmp_path / ".run")
    monkeypatch.setattr(training, "LOG", tmp_path / ".run" / "train.log")
    monkeypatch.setattr(training, "MODEL", made.model)
    monkeypatch.setattr(training, "STAMP", made.model.with_name("inputs.json"))
    monkeypatch.setattr(training, "logged", made.run)
    return made


def test_a_fresh_checkout_gets_a_model(trainer: Trainer) -> None:
    training.train()
    assert trainer.model.read_text(encoding="utf-8") == "model 1"


def test_nothing_but_the_log_stays_of_the_training(trainer: Trainer) -> None:
    training.train()
    assert [item.name for item in (trainer.root / ".run").iterdir()] == ["train.log"]


def test_a_model_of_the_same_files_is_not_trained_again(
    trainer: Trainer, capsys: pytest.CaptureFixture[str]
) -> None:
    training.train()
    capsys.readouterr()
    training.train()
    assert len(trainer.caches) == 1
    assert capsys.readouterr().out == "The model is up to date.\n"


@pytest.mark.parametrize("name", ["bot/channels/web.py", "bot/web/pages.py"])
def test_what_only_passes_messages_on_is_no_reason_to_train(trainer: Trainer, name: str) -> None:
    training.train()
    trainer.write(name, "changed")
    training.train()
    assert len(trainer.caches) == 1


@pytest.mark.parametrize(
    "name",
    ["config.yml", "domain.yml", "data/nlu.yml", "data/new.yml", "uv.lock", "bot/nlu/new.py"],
)
def test_what_the_model_is_made_of_is_a_reason_to_train(trainer: Trainer, name: str) -> None:
    training.train()
    trainer.write(name, "changed")
    training.train()
    assert trainer.model.read_text(encoding="utf-8") == "model 2"


@pytest.mark.parametrize("name", ["README.md", "bot/notes.txt", "actions/actions.py"])
def test_other_files_are_no_reason_to_train(trainer: Trainer, name: str) -> None:
    training.train()
    trainer.write(name, "changed")
    training.train()
    assert len(trainer.caches) == 1


def test_a_model_that_is_not_the_one_we_trained_is_a_reason_to_train(trainer: Trainer) -> None:
    training.train()
    trainer.model.write_text("from elsewhere", encoding="utf-8")
    training.train()
    assert trainer.model.read_text(encoding="utf-8") == "model 2"


def test_a_model_that_is_gone_is_a_reason_to_train(trainer: Trainer) -> None:
    training.train()
    trainer.model.unlink()
    training.train()
    assert trainer.model.read_text(encoding="utf-8") == "model 2"


def test_a_failure_is_told_with_its_reason_and_log(trainer: Trainer) -> None:
    trainer.prints = "loading\n\x1b[91mInvalid domain\x1b[0m\n"
    with pytest.raises(Trouble, match=r"(?s)^Training failed:\n    Invalid domain\n.*train\.log"):
        training.train()


def test_after_a_failure_the_last_model_stays(trainer: Trainer) -> None:
    training.train()
    trainer.write("domain.yml", "broken")
    trainer.prints = "broken"
    with pytest.raises(Trouble):
        training.train()
    trainer.write("domain.yml", "domain.yml")
    training.train()
    assert trainer.model.read_text(encoding="utf-8") == "model 1"


def test_success_without_a_model_is_a_failure(
    trainer: Trainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (trainer.root / ".run").mkdir()
    monkeypatch.setattr(training, "logged", lambda *_, **__: (0, 1))
    with pytest.raises(Trouble, match="Training failed"):
        training.train()


def test_an_interruption_between_model_and_stamp_costs_a_training(
    trainer: Trainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    training.train()
    trainer.write("domain.yml", "changed")
    with monkeypatch.context() as patch:

        def interrupt(*given: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(fresh, "write_stamp", interrupt)
        with pytest.raises(KeyboardInterrupt):
            training.train()
    training.train()
    assert trainer.model.read_text(encoding="utf-8") == "model 3"


def test_changed_data_keeps_rasas_cache(trainer: Trainer) -> None:
    training.train()
    kept = Path(trainer.caches[0])
    kept.mkdir(parents=True)
    trainer.write("data/nlu.yml", "changed")
    training.train()
    assert trainer.caches == [str(kept)] * 2
    assert kept.exists()


def test_changed_code_takes_a_new_cache_and_deletes_the_old_one(trainer: Trainer) -> None:
    training.train()
    old = Path(trainer.caches[0])
    (old / "part").mkdir(parents=True)
    trainer.write("bot/part.py", "changed")
    training.train()
    assert trainer.caches[1] != trainer.caches[0]
    assert not old.exists()
