"""A line plot with logarithmic axes as SVG, without a library."""

from collections.abc import Callable, Mapping, Sequence
from math import ceil, floor, log10

WIDTH, HEIGHT = 720, 440
FONT = 'font-family="sans-serif" font-size="12"'
LEFT, RIGHT, TOP, BOTTOM = 70, 130, 30, 50
COLOURS = ("#7a7a7a", "#b07aa1", "#e08214", "#2b83ba", "#1b7837", "#d7191c")


def plot(lines: Mapping[str, Sequence[tuple[float, float]]], x_label: str, y_label: str) -> str:
    """Return an SVG of lines by name, each with points of positive numbers."""
    xs = [x for points in lines.values() for x, _ in points]
    ys = [y for points in lines.values() for _, y in points]
    x_range = (floor(log10(min(xs))), ceil(log10(max(xs))))
    y_range = (floor(log10(min(ys))), ceil(log10(max(ys))))

    def across(x: float) -> float:
        share = (log10(x) - x_range[0]) / (x_range[1] - x_range[0])
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def down(y: float) -> float:
        share = (log10(y) - y_range[0]) / (y_range[1] - y_range[0])
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {FONT}>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for power in range(x_range[0], x_range[1] + 1):
        x = across(10**power)
        parts.append(_line(x, TOP, x, HEIGHT - BOTTOM))
        parts.append(_text(x, HEIGHT - BOTTOM + 18, f"{10**power:,}", "middle"))
    for power in range(y_range[0], y_range[1] + 1):
        y = down(10**power)
        parts.append(_line(LEFT, y, WIDTH - RIGHT, y))
        parts.append(_text(LEFT - 8, y + 4, f"{10.0**power:g}", "end"))
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, x_label, "middle"))
    parts.append(_text(LEFT, TOP - 12, y_label, "start"))
    for points, colour in zip(lines.values(), COLOURS, strict=False):
        path = " ".join(f"{across(x):.1f},{down(y):.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
    parts += _names(lines, down)
    return "\n".join([*parts, "</svg>", ""])


def _names(
    lines: Mapping[str, Sequence[tuple[float, float]]], down: Callable[[float], float]
) -> list[str]:
    """Return the names at the ends of the lines, moved apart where they would overlap."""
    ends = [(down(points[-1][1]), name) for name, points in lines.items()]
    colours = dict(zip(lines, COLOURS, strict=False))
    parts, lowest, x = [], 0.0, WIDTH - RIGHT + 8
    for y, name in sorted(ends):
        lowest = max(y, lowest + 14)
        parts.append(f'<text x="{x}" y="{lowest + 4:.1f}" fill="{colours[name]}">{name}</text>')
    return parts


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="#dddddd"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'
