"""How is it told? A table for people, JSON for programs, and a chart that both can keep."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from benchmarks.load import Measured


@dataclass(frozen=True)
class Line:
    """One operation with so many clients at once: what each round measured, of Engage and of the control."""

    name: str
    clients: int
    most: float
    statements: int
    memory: float  # of a worker afterwards, PSS in MB
    engage: Sequence[Measured]
    control: Sequence[Measured]

    @property
    def ratios(self) -> list[float]:
        return [ours.cpu / bare.cpu for ours, bare in zip(self.engage, self.control, strict=True)]


HEAD = (
    f"{'operation':22} {'at once':>7} {'ratio':>6} {'min-max':>12} {'most':>5} {'CPU ms':>7} {'bare':>6} {'req/s':>6}"
    f" {'p50':>6} {'p99':>7} {'SQL':>4} {'MB':>4}"
)


def table(lines: Sequence[Line]) -> str:
    """`MB` is the memory of a worker when the operation was measured, after those above it."""
    return "\n".join([HEAD, *(_row(line) for line in lines)])


def _row(line: Line) -> str:
    def middle(name: str, of: Sequence[Measured] = line.engage) -> float:
        return median(getattr(one, name) for one in of)

    ratios = line.ratios
    spread = f"{min(ratios):.1f}-{max(ratios):.1f}"
    mark = " " if median(ratios) <= line.most else "!"
    return (
        f"{line.name:22} {line.clients:7} {median(ratios):6.2f}{mark}{spread:>11} {line.most:5.1f} {middle('cpu'):7.2f}"
        f" {middle('cpu', line.control):6.2f} {middle('rate'):6.0f} {middle('p50'):6.1f} {middle('p99'):7.1f}"
        f" {line.statements:4} {line.memory:4.0f}"
    )


def growth(small: Sequence[Line], grown: Sequence[Line]) -> str:
    """How much dearer each operation became beside the control, which has grown too."""
    told = []
    for before, after in zip(small, grown, strict=True):
        change = median(after.ratios) / median(before.ratios) - 1
        cpu = [median(one.cpu for one in line.engage) for line in (before, after)]
        told.append(f"{after.name:22} {after.clients:7} {change:+7.0%}    CPU ms {cpu[0]:.2f} -> {cpu[1]:.2f}")
    return "\n".join(["what growth costs", *told])


def as_json(store: str, lines: Sequence[Line]) -> dict[str, Any]:
    return {
        "store": store,
        "operations": [asdict(line) | {"ratio": round(median(line.ratios), 2)} for line in lines],
    }


def chart(store: str, lines: Sequence[Line]) -> str:
    """Bars of the median ratios, with a mark where each must end."""
    widest = max(max(line.most, *line.ratios) for line in lines)
    scale, height = 420 / widest, 26
    bars = "".join(_bar(line, 40 + index * height, scale) for index, line in enumerate(lines))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{60 + len(lines) * height}"'
        f' font-family="sans-serif" font-size="13"><title>CPU of Engage against the bare control, {store}</title>'
        f'<text x="10" y="22" font-weight="bold">CPU against the bare control ({store})</text>{bars}</svg>\n'
    )


def _bar(line: Line, y: int, scale: float) -> str:
    ratio = median(line.ratios)
    mark = 240 + line.most * scale
    return (
        f'<text x="10" y="{y + 14}">{line.name}, {line.clients} at once</text>'
        f'<rect x="240" y="{y}" width="{ratio * scale:.0f}" height="18" fill="#1b4a9c"/>'
        f'<path d="M{mark:.0f} {y - 2}v22" stroke="#8f3018" stroke-width="2"/>'
        f'<text x="{246 + ratio * scale:.0f}" y="{y + 14}">{ratio:.1f}</text>'
    )
