"""Controls on a page of their own: how they are made, found and answered."""


def control(key, group="Exc", **more):
    numbers = {"value": 5.0, "minimum": 0.0, "maximum": 20.0, "initial": 5.0}
    texts = {"id": key, "group": group, "name": key, "label": key, "unit": "mV", "reason": ""}
    return numbers | texts | {"kind": "set", "is_log": False, "enabled": True} | more


def controls(views, *items, width=None):
    views.show("c", "controls", traits={"controls": list(items)}, width=width)


def row(views, key):
    return views.page.locator(f"[data-testid=annl-control][data-id={key}]")


def part(views, key, name):
    return row(views, key).get_by_test_id(f"annl-{name}")


def answer(views, **message):
    views.run("H.shown.c.model.deliver(x)", message)
