"""Fractions as whole numbers of their last decimal: `0.25` is 250,000 millionths."""


def read(text: str, places: int) -> int:
    """The number that `text` says, which has at most so many decimals."""
    whole, _, rest = text.partition(".")
    return int(whole + rest.ljust(places, "0"))


def show(number: int, places: int) -> str:
    """The shortest text of the number."""
    digits = str(number).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".")
