"""Building the C programs and installing the peers. Rules

- Everything lands in the work directory (`build/bench`); only Debian packages that are missing altogether are
  installed on the machine, and only by root. nginx's echo module is unpacked, not installed.
- A peer that can't be had is left out, and the table says why.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.harness.places import PROGRAMS
from benchmarks.harness.servers import BenchmarkError

NPM: Final = {"@copilotkit/aimock": "1.43.0", "wiremock": "3.13.2", "mountebank": "2.9.1"}
MITMPROXY: Final = "11.0.2"


@dataclass(slots=True)
class Tools:
    """The paths of the programs. `versions`: those found; `missing`: peer -> reason."""

    work: Path
    versions: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    @property
    def client(self) -> Path:
        return self.work / "streamclient"

    @property
    def writer(self) -> Path:
        return self.work / "epollwriter"

    @property
    def modules(self) -> Path:
        return self.work / "peers" / "node_modules"

    @property
    def python(self) -> Path:
        """The Python that has mitmproxy."""
        return self.work / "peers" / "venv" / "bin" / "python"

    @property
    def echo_module(self) -> Path:
        return self.work / "peers" / "echo" / "usr" / "lib" / "nginx" / "modules" / "ngx_http_echo_module.so"


def _run(*command: str, cwd: Path | None = None) -> str:
    """The output of the command. Raises BenchmarkError with the end of it when the command fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    try:
        done = subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=600, check=False
        )
    except OSError as error:
        raise BenchmarkError(f"{command[0]}: {error.strerror}") from None
    if done.returncode:
        raise BenchmarkError(f"{' '.join(command[:3])}: {(done.stderr or done.stdout).strip()[-200:]}")
    return done.stdout + done.stderr


def _package(program: str, package: str) -> None:
    """Install `program` if it is missing. Raises BenchmarkError where it can't be installed."""
    if shutil.which(program):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise BenchmarkError(f"{program} is not installed (Debian: {package})")
    _run("apt-get", "update", "-qq")
    _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", package)


def build(work: Path) -> Tools:
    """Compile the load client and the C writer into `work`. Raises BenchmarkError without a C compiler."""
    _package("gcc", "gcc")
    _package("make", "make")
    work.mkdir(parents=True, exist_ok=True)
    _run("make", "-C", str(PROGRAMS), f"OUT={work}")
    return Tools(work)


def _nginx(tools: Tools) -> None:
    _package("nginx", "nginx-light")
    tools.versions["nginx"] = _run("nginx", "-v").strip().rsplit("/", 1)[-1]


def _echo(tools: Tools) -> None:
    _package("nginx", "nginx-light")
    if not tools.echo_module.exists():
        place = tools.work / "peers" / "echo"
        place.mkdir(parents=True, exist_ok=True)
        _run("apt-get", "download", "libnginx-mod-http-echo", cwd=place)
        _run("dpkg-deb", "-x", str(next(place.glob("*.deb"))), str(place))


def _node(tools: Tools) -> None:
    _package("node", "nodejs")
    tools.versions["node"] = _run("node", "--version").strip().lstrip("v")


def _npm(tools: Tools, name: str) -> None:
    _package("node", "nodejs")
    _package("npm", "npm")
    place = tools.work / "peers"
    place.mkdir(parents=True, exist_ok=True)
    if not (tools.modules / name / "package.json").exists():
        _run("npm", "install", "--no-audit", "--no-fund", "--prefix", str(place), f"{name}@{NPM[name]}")
    tools.versions[name.rsplit("/", 1)[-1]] = NPM[name]


def _wiremock(tools: Tools) -> None:
    _package("java", "default-jre-headless")
    _npm(tools, "wiremock")


def _mitmproxy(tools: Tools) -> None:
    if not tools.python.with_name("mitmdump").exists():
        _run(sys.executable, "-m", "venv", str(tools.python.parent.parent))
        _run(str(tools.python), "-m", "pip", "install", "-q", f"mitmproxy=={MITMPROXY}")
    tools.versions["mitmproxy"] = MITMPROXY


def install(tools: Tools) -> None:
    """Bring the peers; those that can't be had are named in `tools.missing` with the reason."""
    steps = {
        "nginx": _nginx,
        "nginx echo": _echo,
        "node http": _node,
        "aimock": lambda t: _npm(t, "@copilotkit/aimock"),
        "mountebank": lambda t: _npm(t, "mountebank"),
        "wiremock": _wiremock,
        "mitmproxy": _mitmproxy,
    }
    for name, step in steps.items():
        try:
            step(tools)
        except (BenchmarkError, subprocess.TimeoutExpired, StopIteration) as error:
            tools.missing[name] = str(error)
