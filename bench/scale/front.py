"""nginx with the configuration of deploy/nginx, for servers on this machine."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from dev.paths import ROOT
from dev.ports import HOST
from dev.processes import Process, read
from dev.say import Trouble

COMMON = ROOT / "deploy" / "nginx"
ADDRESS = "X-Patient-Address"
"""The header in which a client says whose address it plays, as a load balancer would."""


def here(
    rasa: Sequence[int], actions: Sequence[int], web_port: int, actions_port: int
) -> Mapping[str, str]:
    """The files that tell what stands where."""
    return {
        "listen.conf": f"listen {HOST}:{web_port};\n"
        f"set_real_ip_from {HOST};\nreal_ip_header {ADDRESS};\n",
        "rasa-servers.conf": _servers(rasa),
        "messaging-server.conf": f"server {HOST}:{rasa[0]} max_fails=0;\n",
        "action-servers.conf": _servers(actions),
        "listen-actions.conf": f"listen {HOST}:{actions_port};\n",
        "http-actions.conf": "include actions.conf;\n",
    }


def _servers(ports: Sequence[int]) -> str:
    lines = (f"server {HOST}:{port} max_fails=1 fail_timeout=5s;\n" for port in ports)
    return "".join(lines)


def written(folder: Path, files: Mapping[str, str]) -> Path:
    """The configuration in a folder: the common files as they are, and those of this place."""
    configuration = folder / "configuration"
    (configuration / "here").mkdir(parents=True, exist_ok=True)
    for common in COMMON.glob("*.conf"):
        shutil.copyfile(common, configuration / common.name)
    for name, text in files.items():
        (configuration / "here" / name).write_text(text, encoding="utf-8")
    return configuration / "nginx.conf"


def nginx(folder: Path, files: Mapping[str, str]) -> Process:
    """A running nginx.

    Raises:
        Trouble: it does not take the configuration.
    """
    words = ["nginx", "-p", f"{folder}/", "-c", str(written(folder, files))]
    # Started by root it would change to a user who may not enter the folder.
    more = "user root; " if os.geteuid() == 0 else ""
    tried = subprocess.run(
        [*words, "-g", more, "-t"], capture_output=True, text=True, check=False, timeout=30
    )
    if tried.returncode:
        raise Trouble(f"nginx does not take deploy/nginx:\n{tried.stderr}")
    process = Process([*words, "-g", f"{more}daemon off;"], folder / "nginx.log")
    if process.wait(0.3) is not None:
        raise Trouble(f"nginx ended at once:\n{read(folder / 'nginx.log')}")
    return process
