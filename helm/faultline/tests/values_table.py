"""The table of values in docs/install.md, made from the schema's descriptions and the defaults in values.yaml.

python3 helm/faultline/tests/values_table.py writes it anew.
"""

import json
from collections.abc import Iterator

BEGIN = "<!-- values: made by helm/faultline/tests/values_table.py -->"
END = "<!-- /values -->"


def rows(schema: dict, values: dict, path: str = "") -> Iterator[tuple[str, str, str]]:
    """(value, default, description), down to what has a description; says what has none, or no default."""
    properties = {name: each for name, each in schema["properties"].items() if path or name != "global"}
    if set(properties) != set(values):
        raise AssertionError(f"schema and values.yaml differ in {path or 'their names'}: {set(properties) ^ set(values)}")
    for name, below in properties.items():
        default = values[name]
        if "description" in below:
            yield path + name, json.dumps(default), below["description"]
        elif "properties" in below:
            yield from rows(below, default, f"{path}{name}.")
        else:
            raise AssertionError(f"{path}{name} has no description in values.schema.json")


def table(schema: dict, values: dict) -> str:
    lines = [f"| `{value}` | `{default}` | {description} |" for value, default, description in rows(schema, values)]
    return "\n".join(["| Value | Default | What it is |", "|---|---|---|", *lines])


def updated(page: str, schema: dict, values: dict) -> str:
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(schema, values)}\n{END}{after}"


if __name__ == "__main__":
    import test_chart

    test_chart.PAGE.write_text(updated(test_chart.PAGE.read_text(), *test_chart.schema_and_values()))
