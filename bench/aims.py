"""What was measured beside what is aimed at: gathered while measuring, told at the end, asserted nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Aims:
    """Figures with their aims, in the order in which they were measured."""

    rows: list[tuple[str, float, float, bool]] = field(default_factory=list)

    def at_least(self, name: str, found: float, aim: float) -> None:
        """Keep a figure that is to be no lower than its aim."""
        self.rows.append((name, found, aim, False))

    def at_most(self, name: str, found: float, aim: float) -> None:
        """Keep a figure that is to be no higher than its aim."""
        self.rows.append((name, found, aim, True))

    def tell(self) -> None:
        """Print every figure beside its aim, and whether it is reached."""
        width = max((len(name) for name, *_ in self.rows), default=0)
        print(f"\n{'measured':<{width}}  {'found':>10}  {'aim':>10}")
        for name, found, aim, is_most in self.rows:
            told = "" if (found <= aim if is_most else found >= aim) else "NOT REACHED"
            wanted = f"{'<=' if is_most else '>='} {_write(aim)}"
            print(f"{name:<{width}}  {_write(found):>10}  {wanted:>10}  {told}".rstrip())


def _write(value: float) -> str:
    return f"{value:,.0f}" if value >= 50 else f"{value:.3f}"
