"""Starts the process: `python -P FOLDER/__main__.py`.

The folder is on no path, where its modules would hide those of the client: they are a package with a name of its own.
"""

import importlib
import importlib.util
import sys
from pathlib import Path

_NAME = "_chunktape_child"


def main() -> None:
    """Load the package, and answer until the input ends."""
    folder = Path(__file__).parent
    spec = importlib.util.spec_from_file_location(
        _NAME, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[_NAME] = package
    spec.loader.exec_module(package)
    importlib.import_module(f"{_NAME}.serving").serve()


if __name__ == "__main__":
    main()
