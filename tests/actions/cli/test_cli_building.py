"""Commands for what runs: build, nlu, schema, and the folder's own script."""

import json
import os
import sqlite3
import subprocess
from pathlib import Path

import pytest
import yaml
from command_line import done, refusal
from small_knowledge import ROOT, SmallKnowledge, WordEncoder

from hepatica.answers import contract_schema
from hepatica.store import FactStore, content_version


def _faulty(small: SmallKnowledge) -> Path:
    """Knowledge that is well-formed, and refused by check."""
    small.fact["statement"]["en"] = "The liver weighs 1.5 kg."
    return small.write()


def test_build_refuses_what_check_refuses(small: SmallKnowledge, tmp_path: Path) -> None:
    root, store = _faulty(small), tmp_path / "facts.sqlite"
    told = refusal("build", "--knowledge", root, "--store", store)
    assert "liver-what statement.en:" in told
    assert told.endswith("to mend; the store was not built. See: hepatica check")
    assert not store.exists()


def test_build_leaves_the_old_store_when_it_refuses(small: SmallKnowledge, tmp_path: Path) -> None:
    store = tmp_path / "facts.sqlite"
    done("build", "--knowledge", small.write(), "--store", store)
    before = store.read_bytes()
    refusal("build", "--knowledge", _faulty(small), "--store", store)
    assert store.read_bytes() == before


def test_build_can_be_told_not_to_check(small: SmallKnowledge, tmp_path: Path) -> None:
    root, store = _faulty(small), tmp_path / "facts.sqlite"
    told = done("build", "--no-checked", "--knowledge", root, "--store", store)
    assert told.startswith(f"Built {store} (version {content_version(small.load())}, 1 facts).")


def test_build_does_not_mind_facts_past_their_date(small: SmallKnowledge, tmp_path: Path) -> None:
    small.fact["valid_until"] = "2020-01-01"
    store = tmp_path / "facts.sqlite"
    done("build", "--knowledge", small.write(), "--store", store)
    assert not FactStore(store).snapshot().facts


def test_build_makes_the_folder_of_the_store(small: SmallKnowledge, tmp_path: Path) -> None:
    store = tmp_path / "new" / "folder" / "[facts].sqlite"
    assert f"Built {store} " in done("build", "--knowledge", small.write(), "--store", store)
    assert store.exists()


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), sqlite3.OperationalError("disk I/O error")]
)
def test_a_failing_disk_is_told_and_leaves_no_half_store(
    small: SmallKnowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(WordEncoder, "encode", fail)
    store = tmp_path / "store" / "facts.sqlite"
    told = refusal("build", "--knowledge", small.write(), "--store", store)
    assert f"{store} cannot be written" in told
    assert list(store.parent.iterdir()) == []


def test_the_training_data_has_every_example_question(
    small: SmallKnowledge, tmp_path: Path
) -> None:
    target = tmp_path / "nlu.yml"
    assert done("nlu", "--knowledge", small.write(), "--target", target) == f"Wrote {target}."
    (block,) = yaml.safe_load(target.read_text(encoding="utf-8"))["nlu"]
    assert block["intent"] == "ask_basics"
    assert "- what is liver what\n- tell me about liver what\n" in block["examples"]


def test_a_failure_leaves_the_old_training_data(
    small: SmallKnowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "nlu.yml"
    target.write_text("old", encoding="utf-8")

    def fail(path: Path, _: Path) -> None:
        raise OSError(28, "No space left on device")

    root = small.write()
    monkeypatch.setattr(Path, "replace", fail)
    told = refusal("nlu", "--knowledge", root, "--target", target)
    assert told.startswith(f"{target} cannot be written (No space left on device); choose another")
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def _script(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "hepatica", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": "", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_script_runs_a_command_from_any_folder(tmp_path: Path) -> None:
    result = _script("schema", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout) == contract_schema()


def test_the_script_hands_on_arguments_errors_and_the_exit_code(
    small: SmallKnowledge, tmp_path: Path
) -> None:
    result = _script("show", "liver wat", "--knowledge", str(small.write()), cwd=tmp_path)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "there is no fact 'liver wat'; did you mean liver-what?\n"


def test_the_script_keeps_the_callers_python_path(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("print('mine')\n", encoding="utf-8")
    result = _script("schema", cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert result.stdout.startswith("mine\n{")


def test_the_script_prints_chinese_where_the_terminal_is_told_nothing(
    small: SmallKnowledge, tmp_path: Path
) -> None:
    small.policy = {"languages": ["en", "zh"]}
    result = _script(
        "show", "liver-what", "--knowledge", str(small.write()), cwd=tmp_path, LC_ALL="C"
    )
    assert result.returncode == 0
    assert "肝脏是一个大器官。" in result.stdout
