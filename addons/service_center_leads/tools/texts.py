"""What a letter says: its own words, phone numbers, serial numbers, language."""

import re
from hashlib import sha256

import phonenumbers

TEXT_LIMIT = 20_000  # characters of a letter that are looked at
QUOTE = re.compile(
    r"^(>|-{2,} ?(original|forwarded|исходное|пересланное|пересылаем|oryginaln)"
    r"|on .{5,200} wrote:\s*$|.{5,200} пишет:\s*$|.{5,200} писа[влa-я]*:\s*$"
    r"|(w )?dniu .{5,200} pisze:\s*$|от кого: |from: .+@)",
    re.IGNORECASE,
)
IMEI = re.compile(r"(?<![\d+])(?:\d[ .-]?){14}\d(?!\d)")
SERIAL = re.compile(r"(?<![\w@.-])(?=[\w-]*\d)[A-Za-z0-9][A-Za-z0-9-]{4,24}(?![\w@])")
WORD = re.compile(r"\w+")
ENGLISH = frozenset(
    [
        "the",
        "is",
        "my",
        "and",
        "not",
        "does",
        "hello",
        "please",
        "phone",
        "with",
        "have",
        "it",
        "on",
    ]
)
POLISH = frozenset(
    [
        "nie",
        "jest",
        "się",
        "mam",
        "dzień",
        "proszę",
        "czy",
        "telefon",
        "dobry",
        "na",
        "do",
        "to",
    ]
)


def own_words(text):
    """The sender's own words: without what he quotes from earlier letters."""
    lines = []
    for line in (text or "")[:TEXT_LIMIT].splitlines():
        if QUOTE.match(line.strip()[:300]):
            if any(map(str.strip, lines)):
                break
            continue
        lines.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def find_phones(text, country, limit=3):
    """Phone numbers in a text, as E.164, in their order.

    :param country: ISO code of the country that numbers without a code belong to
    """
    found = []
    try:
        matcher = phonenumbers.PhoneNumberMatcher(
            text[:4000],
            country or None,
            leniency=phonenumbers.Leniency.VALID,
            max_tries=50,
        )
        for match in matcher:
            number = phonenumbers.format_number(
                match.number, phonenumbers.PhoneNumberFormat.E164
            )
            if number not in found:
                found.append(number)
            if len(found) == limit:
                break
    except phonenumbers.NumberParseException:
        return found
    return found


def find_serials(text, limit=40):
    """What may be serial numbers or IMEI, normalised: capitals and digits only."""
    text = text[:TEXT_LIMIT]
    found = [re.sub(r"\D", "", each) for each in IMEI.findall(text)]
    found += [re.sub(r"[\W_]", "", each).upper() for each in SERIAL.findall(text)]
    return list(dict.fromkeys(each for each in found if len(each) > 4))[:limit]


def find_names(text, length=4, words=300):
    """All runs of up to ``length`` words of a text, in small letters."""
    found = re.findall(r"[\w+/.-]+", text[:TEXT_LIMIT].lower())[:words]
    found = [each.strip(".-/") for each in found]
    return {
        " ".join(found[start : start + size])
        for start in range(len(found))
        for size in range(1, length + 1)
        if start + size <= len(found)
    }


def guess_language(text):
    """``ru``, ``uk``, ``pl``, ``en``, or ``None`` where it cannot be told."""
    text = text[:4000].lower()
    if re.search(r"[а-яёіїєґ]", text):
        own = len(re.findall(r"[іїєґ]", text))
        return "uk" if own > len(re.findall(r"[ыэъё]", text)) else "ru"
    words = WORD.findall(text)
    english = sum(word in ENGLISH for word in words)
    polish = sum(word in POLISH for word in words)
    polish += 2 * len(re.findall(r"[ąćęłńśźż]", text))
    if polish > english:
        return "pl"
    return "en" if english > 1 else None


def fingerprint(subject, text):
    """The same for letters that differ only in numbers and addresses."""
    plain = re.sub(r"\S*@\S*|\d+|\W+", " ", f"{subject or ''} {text or ''}"[:3000])
    plain = " ".join(plain.lower().split())
    return sha256(plain.encode()).hexdigest()[:32]
