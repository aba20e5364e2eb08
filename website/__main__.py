"""Build the site: `python -m website GENERATOR FOLDER`, as `make docs` does; any server serves FOLDER/site."""

import subprocess
import sys
from pathlib import Path

from website.pages import configuration, lay_out


def main(generator: str, folder: Path) -> None:
    """Both languages, strictly: a link that leads nowhere ends it. Raises CalledProcessError."""
    folder.mkdir(parents=True, exist_ok=True)
    for language, site in (("en", "site"), ("zh", "site/zh")):
        lay_out(folder / f"pages-{language}", language)
        file = folder / f"{language}.toml"
        file.write_text(configuration(language, f"pages-{language}", site), "utf-8", newline="\n")
        subprocess.run([generator, "build", "--strict", "--clean", "--config-file", str(file)], check=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
