"""A fresh environment: the wheel built from the checkout, installed into an empty venv. Rules

- The packages that ours needs are those of the environment that starts this, so that nothing is downloaded. Our own
  code is not among them, since an editable installation is not followed.
- Commands get a home of their own, and no variables of the person except those that a machine needs.
"""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import Final

from benchmarks.harness.places import ROOT

_KEPT: Final = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "CHUNKTAPE_PATIENCE")
_SECONDS: Final = 600


def wheel(folder: Path) -> Path:
    """The wheel, built into `folder`."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=_SECONDS)
    return next(folder.glob("*.whl"))


def install(built: Path, folder: Path) -> Path:
    """An empty environment in `folder` with this wheel; gives the folder of its commands."""
    venv.create(folder, with_pip=False)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(programs / "python"),
        "--disable-pip-version-check",
        "--quiet",
    ]
    command += ["install", "--no-index", "--no-deps", str(built)]
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    places = sysconfig.get_paths(scheme="venv", vars={"base": str(folder), "platbase": str(folder)})
    needed = sysconfig.get_paths()["purelib"]
    Path(places["purelib"], "needed.pth").write_text(f"{needed}\n", "utf-8")
    return programs


def variables(programs: Path, home: Path, language: str = "en") -> dict[str, str]:
    """The environment of a person who has nothing but a path and a home."""
    home.mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    path = os.pathsep.join((str(programs), kept.get("PATH", os.defpath)))
    mine = {"PATH": path, "HOME": str(home), "USERPROFILE": str(home), "COLUMNS": "80", "CHUNKTAPE_LANG": language}
    return {**kept, **mine, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1"}
