"""The files of the deployment, as values."""

import re
import shlex
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CHECKOUT = Path(__file__).parents[2]
UID = 10001
"""The image's user; whatever mounts a volume names the same."""
DATA = "/var/lib/verbatim"


@dataclass(frozen=True, slots=True)
class Instruction:
    """A line of a Dockerfile, joined where it is continued."""

    name: str
    text: str

    @property
    def words(self) -> list[str]:
        return shlex.split(self.text)

    @property
    def exec_form(self) -> list[str]:
        """The list of a command in exec form; fails where it would go through a shell."""
        return list(yaml.safe_load(self.text[self.text.index("[") :]))


def stages() -> list[list[Instruction]]:
    """Return the Dockerfile's stages, each with its instructions."""
    source = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in source.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    every = [Instruction(*line.split(maxsplit=1)) for line in joined.splitlines() if line.strip()]
    found: list[list[Instruction]] = []
    for instruction in every:
        if instruction.name == "FROM":
            found.append([])
        if found:
            found[-1].append(instruction)
    return found


def read_yaml(path: str) -> Any:
    """Return the one document of a file."""
    return yaml.safe_load((CHECKOUT / path).read_text(encoding="utf-8"))


def resources() -> list[dict[str, Any]]:
    """Return every object that the Kubernetes example makes, and the secrets that it shows."""
    folder = CHECKOUT / "deploy/kubernetes"
    names = [
        *read_yaml("deploy/kubernetes/kustomization.yaml")["resources"],
        "secrets.example.yaml",
    ]
    texts = [(folder / name).read_text(encoding="utf-8") for name in names]
    return [one for text in texts for one in yaml.safe_load_all(text)]


def project() -> dict[str, Any]:
    """Return pyproject.toml."""
    return tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(path: str) -> dict[str, str]:
    """Return the versions that a file pins, by normalised name."""
    lines = (CHECKOUT / path).read_text(encoding="utf-8").splitlines()
    found = (re.match(r"([A-Za-z0-9_.-]+)==([^\s;\\]+)", line) for line in lines)
    return {normalised(one[1]): one[2] for one in found if one}


def normalised(name: str) -> str:
    """Return a distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).casefold()
