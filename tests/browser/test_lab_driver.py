"""The driver sees what it is there to see: failing cells, errors of the page, foreign requests."""

import pytest


def test_a_cell_runs_and_a_failing_one_fails(notebook):
    page = notebook.new("print(6 * 7)", "1 / 0")
    page.run(0)
    assert page.output(0).inner_text().strip() == "42"
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        page.run(1)


def test_errors_and_foreign_requests_are_noticed(notebook):
    page = notebook.new("")
    page.page.evaluate("setTimeout(() => { throw new Error('seen') })")
    page.page.evaluate("fetch('http://127.0.0.1:9/').catch(() => 0)")
    page.page.evaluate("new WebSocket('ws://127.0.0.1:9/'), 0")
    page.page.wait_for_timeout(200)
    assert page.errors == ["seen"]
    assert page.foreign == ["http://127.0.0.1:9/", "ws://127.0.0.1:9/"]
    page.errors.clear()
    page.foreign.clear()


def test_broken_messages_are_forgiven_only_where_a_kernel_has_ended(notebook):
    page = notebook.new("x = 6", "print('x' in globals())")
    page.run(0)
    broken = "setTimeout(() => { throw new Error('Kernel message validation error') })"
    page.page.evaluate(broken)
    page.page.wait_for_timeout(200)
    assert page.errors == ["Kernel message validation error"]
    page.errors.clear()
    page.restart()
    page.run(1)
    assert page.output(1).inner_text().strip() == "False"
    page.page.evaluate(broken)
    page.page.evaluate("setTimeout(() => { throw new Error('seen') })")
    page.page.wait_for_timeout(200)
    assert page.errors == ["seen"]
    page.errors.clear()
