"""Which tests a planted fault meets first, and which not at all."""

from types import SimpleNamespace

import pytest

from dev import likely


@pytest.fixture
def sort(tmp_path, monkeypatch):
    """The names of the files in the order in which their tests are run."""

    def run(words, **texts):
        monkeypatch.setenv("LIKELY", words)
        items = []
        for name, text in texts.items():
            path = tmp_path / f"{name}.py"
            path.write_text(text)
            items.append(SimpleNamespace(path=path))
        hook = SimpleNamespace(pytest_deselected=lambda items: None)
        likely.pytest_collection_modifyitems(SimpleNamespace(hook=hook), items)
        return [item.path.stem for item in items]

    return run


def test_who_knows_a_rare_word_goes_first(sort):
    texts = {"one": "self.order ", "two": "self.order passcode"}
    assert sort("order passcode", **texts) == ["two", "one"]


def test_a_long_file_knows_many_words_by_chance(sort):
    texts = {"long": "passcode " + "x" * 10_000, "short": "passcode"}
    assert sort("passcode", **texts) == ["short", "long"]


def test_what_steers_a_browser_is_left_out(sort):
    texts = {"tour": "self.start_tour() passcode", "plain": "order"}
    assert sort("passcode", **texts) == ["plain"]
