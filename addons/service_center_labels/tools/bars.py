"""Code 128 and QR: how big they become, and how they look on a preview."""

import re
from functools import lru_cache

import qrcode

# widths of bars and gaps of the symbols 0 to 105, and of the stop (ISO/IEC 15417)
WIDTHS = [
    "212222",
    "222122",
    "222221",
    "121223",
    "121322",
    "131222",
    "122213",
    "122312",
    "132212",
    "221213",
    "221312",
    "231212",
    "112232",
    "122132",
    "122231",
    "113222",
    "123122",
    "123221",
    "223211",
    "221132",
    "221231",
    "213212",
    "223112",
    "312131",
    "311222",
    "321122",
    "321221",
    "312212",
    "322112",
    "322211",
    "212123",
    "212321",
    "232121",
    "111323",
    "131123",
    "131321",
    "112313",
    "132113",
    "132311",
    "211313",
    "231113",
    "231311",
    "112133",
    "112331",
    "132131",
    "113123",
    "113321",
    "133121",
    "313121",
    "211331",
    "231131",
    "213113",
    "213311",
    "213131",
    "311123",
    "311321",
    "331121",
    "312113",
    "312311",
    "332111",
    "314111",
    "221411",
    "431111",
    "111224",
    "111422",
    "121124",
    "121421",
    "141122",
    "141221",
    "112214",
    "112412",
    "122114",
    "122411",
    "142112",
    "142211",
    "241211",
    "221114",
    "413111",
    "241112",
    "134111",
    "111242",
    "121142",
    "121241",
    "114212",
    "124112",
    "124211",
    "411212",
    "421112",
    "421211",
    "212141",
    "214121",
    "412121",
    "111143",
    "111341",
    "131141",
    "114113",
    "114311",
    "411113",
    "411311",
    "113141",
    "114131",
    "311141",
    "411131",
    "211412",
    "211214",
    "211232",
]
STOP = "2331112"
START_B, START_C, TO_B = 104, 105, 100
QUIET = 10  # modules left white at each side of bars
QR_QUIET = 4
# what fits a QR code of version 1, 2, … with correction M: digits, letters
QR_ROOM = ((34, 20), (63, 38), (101, 61), (149, 90), (202, 122))
LETTERS = re.compile(r"[0-9A-Z $%*+\-./:]+")


def is_digits(code):
    """Digits of ASCII alone: others a printer and a scanner do not know."""
    return bool(code) and code.isascii() and code.isdigit()


def count_modules(code):
    """Width of the bars of digits, in modules, without the quiet zones."""
    pairs, odd = divmod(len(code), 2)
    symbols = pairs + (2 if odd and pairs else odd)  # the odd one changes the alphabet
    return 11 * (symbols + 2) + 13


def get_bars(code):
    """Where the bars of digits are dark, module by module."""
    pairs, odd = divmod(len(code), 2)
    symbols = [START_C] if pairs else [START_B]
    symbols += [int(code[2 * n : 2 * n + 2]) for n in range(pairs)]
    if odd:
        symbols += [TO_B] if pairs else []
        symbols += [ord(code[-1]) - 32]
    check = symbols[0] + sum(n * each for n, each in enumerate(symbols[1:], 1))
    widths = "".join(WIDTHS[each] for each in [*symbols, check % 103]) + STOP
    return [not n % 2 for n, width in enumerate(widths) for _ in range(int(width))]


def get_zpl_bars(code):
    """The same digits in the words of ``^BC``: where it is to use which alphabet."""
    pairs, odd = divmod(len(code), 2)
    if not odd:
        return f">;{code}"
    if not pairs:
        return f">:{code}"
    return f">;{code[:-1]}>6{code[-1]}"


def has_qr(code):
    """Whether a QR code may hold it: digits, capitals, and little else."""
    return bool(code) and bool(LETTERS.fullmatch(code)) and len(code) <= QR_ROOM[-1][1]


def count_qr_modules(code):
    """Width of the QR code, in modules, without the quiet zone."""
    which = 0 if is_digits(code) else 1
    for version, room in enumerate(QR_ROOM, 1):
        if len(code) <= room[which]:
            return 17 + 4 * version
    return None


@lru_cache(maxsize=64)
def get_qr(code):
    """Rows of modules of a QR code, dark ones true."""
    version = (count_qr_modules(code) - 17) // 4
    made = qrcode.QRCode(version, qrcode.constants.ERROR_CORRECT_M, 1, 0)
    made.add_data(code)
    made.make(fit=False)
    return made.get_matrix()


def get_zpl_qr(code):
    """The same code in the words of ``^BQ``: correction, then how it is encoded."""
    return f"MM,{'N' if is_digits(code) else 'A'}{code}"
