"""The one table that is printed: Markdown, to be pasted anywhere."""

NOTHING = "–"  # the peer has no such function


def print_table(results):
    """``results``: ``{size: {act: (ours, peer's)}}``, sizes ascending."""
    sizes = list(results)
    heads = [f"{shorten(size)}: ms, peer's, ratio" for size in sizes]
    print("Ours beside Odoo's repair.order: minimum [median], ratio of the minima.\n")
    print_row(["act", "queries", "peer's", *heads, "growth, ours", "growth, peer's"])
    print_row(["---", *["--:"] * (len(sizes) + 4)])
    for act in results[sizes[0]]:
        pairs = [results[size][act] for size in sizes]
        ours, peers = zip(*pairs, strict=True)
        print_row(
            [
                act,
                " → ".join(unique(queries(each) for each in ours)),
                " → ".join(unique(queries(each) for each in peers)),
                *(
                    f"{ms(mine)}, {ms(other)}, {ratio(mine, other)}"
                    for mine, other in pairs
                ),
                ratio(ours[-1], ours[0]),
                ratio(peers[-1], peers[0]),
            ]
        )


def print_row(cells):
    print(f"| {' | '.join(cells)} |")


def shorten(size):
    return f"{size // 1_000_000}M" if size % 1_000_000 == 0 else f"{size // 1000}k"


def ratio(one, other):
    return f"{one.minimum / other.minimum:.2f}" if one and other else NOTHING


def queries(result):
    if not result:
        return NOTHING
    count = result.queries / result.per
    text = f"{count:.0f}" if result.per == 1 else f"{count:.2f}"
    return f"{text} ({result.requests} requests)" if result.requests else text


def ms(result):
    if not result:
        return NOTHING
    return f"{digits(result.minimum)} [{digits(result.median)}]"


def digits(value):
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def unique(texts):
    return list(dict.fromkeys(texts))
