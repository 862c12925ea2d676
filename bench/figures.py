"""How a figure is told: what was measured, the floor, the ratio, the goal, the verdict."""


def ratio(what: str, measured: str, floor: str, value: float, goal: float, at_least: bool = False) -> bool:
    met = value >= goal if at_least else value <= goal
    sign = "≥" if at_least else "≤"
    tell(what, measured, f"floor {floor}", f"ratio {value:.2f}", f"goal {sign} {goal:.2f}", verdict(met))
    return met


def plain(what: str, measured: str, floor: str, value: float) -> None:
    """A ratio that no goal is set for."""
    tell(what, measured, f"floor {floor}", f"ratio {value:.2f}", "", "")


def limit(what: str, measured: str, value: float, goal: float, unit: str) -> bool:
    met = value <= goal
    tell(what, measured, "", f"{value:.2f} {unit}", f"goal ≤ {goal:g} {unit}", verdict(met))
    return met


def note(what: str, text: str) -> None:
    print(f"{what:<34} {text}", flush=True)


def verdict(met: bool) -> str:
    return "met" if met else "SHORT"


def tell(what: str, measured: str, floor: str, value: str, goal: str, word: str) -> None:
    print(f"{what:<34} {measured:<32} {floor:<30} {value:<11} {goal:<14} {word}", flush=True)
