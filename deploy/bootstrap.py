"""The first step on a new machine: a virtual environment with the pinned packages. Needs nothing but Python itself."""

import os
import shutil
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
READY = VENV / "ready"
OLDEST = (3, 11)
ROOM = 2 * 1024**3
"""Bytes that the packages, the broker's jars and a year of data take together, with room to spare."""


def main() -> None:
    """Make the environment, or bring it up to the present pins."""
    if sys.version_info < OLDEST:
        sys.exit(
            f"Python {sys.version.split()[0]} was found; {OLDEST[0]}.{OLDEST[1]} or newer is needed.\n"
            "  - install it, and name it: make demo PYTHON=python3.11"
        )
    if shutil.disk_usage(ROOT).free < ROOM:
        sys.exit(f"The disk of {ROOT} has less than {ROOM // 1024**3} GiB free.\n  - make room and start again")
    if not (VENV / "bin" / "python").exists():
        _make_venv()
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run("The pinned packages could not be installed.", [*pip, "--require-hashes", "-r", "requirements.lock"])
    _run("The project could not be installed.", [*pip, "--no-deps", "--no-build-isolation", "-e", "."])
    READY.touch()


def _make_venv() -> None:
    if find_spec("ensurepip") is None or not _has_pip_inside():
        package = f"python3.{sys.version_info.minor}-venv"
        install(f"Python's venv module is incomplete; Debian has it in {package}.", package)
    _run("The virtual environment could not be made.", [sys.executable, "-m", "venv", str(VENV)])


def _has_pip_inside() -> bool:
    # Debian ships the module ensurepip without the wheels it would install.
    if not sysconfig.get_config_var("WHEEL_PKG_DIR"):
        return True
    return any(Path(sysconfig.get_config_var("WHEEL_PKG_DIR")).glob("pip-*.whl"))


def install(lack: str, *packages: str) -> None:
    """Install Debian *packages* when we may; otherwise say what is lacking and how to mend it."""
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(f"{lack}\n  - install it: sudo {' '.join(command[:2])} {' '.join(packages)}")
    print(f"{lack} Installing {', '.join(packages)}.", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment, stdout=subprocess.DEVNULL)
    if subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL).returncode != 0:
        sys.exit(f"{lack}\n  - apt-get could not install it; see above")


def _run(failure: str, command: list[str]) -> None:
    if subprocess.run(command, check=False, cwd=ROOT).returncode != 0:
        sys.exit(f"{failure}\n  - see the lines above; is there a network, and room on the disk?")


if __name__ == "__main__":
    main()
