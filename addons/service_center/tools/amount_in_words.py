"""Amounts of money in words, as papers of the trade write them.

``num2words`` knows the numbers; its currencies are wrong in places ("одна миллион
одна гривна", "два польских слотых") or missing (hryvnias in Polish and English). So
numbers come from it, and how money is called and declined stands here.
"""

import re

from num2words import num2words

MASCULINE, FEMININE, NEUTER = range(3)
AND = {"en": "and"}
MINUS = {"ru": "минус", "uk": "мінус", "pl": "minus", "en": "minus"}
# the last word of a number takes the gender of what is counted
GENDERS = {
    "ru": (("один", "одна", "одно"), ("два", "две", "два")),
    "uk": (("один", "одна", "одне"), ("два", "дві", "два")),
    "pl": (("jeden", "jedna", "jedno"), ("dwa", "dwie", "dwa")),
    "en": (),
}
# language -> currency -> gender and forms of the unit, forms of the subunit:
# one, two to four, five and more; in English one and more
KOPEKS = ("копейка", "копейки", "копеек")
KOPIYKY = ("копійка", "копійки", "копійок")
CENTS = {
    "ru": ("цент", "цента", "центов"),
    "uk": ("цент", "центи", "центів"),
    "pl": ("cent", "centy", "centów"),
}
FORMS = {
    "ru": {
        "RUB": (MASCULINE, ("рубль", "рубля", "рублей"), KOPEKS),
        "UAH": (FEMININE, ("гривна", "гривны", "гривен"), KOPEKS),
        "PLN": (
            MASCULINE,
            ("злотый", "злотых", "злотых"),
            ("грош", "гроша", "грошей"),
        ),
        "EUR": (MASCULINE, ("евро", "евро", "евро"), CENTS["ru"]),
        "USD": (
            MASCULINE,
            ("доллар США", "доллара США", "долларов США"),
            CENTS["ru"],
        ),
        "BYN": (
            MASCULINE,
            ("белорусский рубль", "белорусских рубля", "белорусских рублей"),
            KOPEKS,
        ),
        "KZT": (MASCULINE, ("тенге", "тенге", "тенге"), ("тиын", "тиына", "тиынов")),
    },
    "uk": {
        "UAH": (FEMININE, ("гривня", "гривні", "гривень"), KOPIYKY),
        "RUB": (MASCULINE, ("рубль", "рублі", "рублів"), KOPIYKY),
        "PLN": (MASCULINE, ("злотий", "злоті", "злотих"), ("грош", "гроші", "грошів")),
        "EUR": (MASCULINE, ("євро", "євро", "євро"), CENTS["uk"]),
        "USD": (
            MASCULINE,
            ("долар США", "долари США", "доларів США"),
            CENTS["uk"],
        ),
    },
    "pl": {
        "PLN": (
            MASCULINE,
            ("złoty", "złote", "złotych"),
            ("grosz", "grosze", "groszy"),
        ),
        "UAH": (
            FEMININE,
            ("hrywna", "hrywny", "hrywien"),
            ("kopiejka", "kopiejki", "kopiejek"),
        ),
        "RUB": (
            MASCULINE,
            ("rubel", "ruble", "rubli"),
            ("kopiejka", "kopiejki", "kopiejek"),
        ),
        "EUR": (NEUTER, ("euro", "euro", "euro"), CENTS["pl"]),
        "USD": (
            MASCULINE,
            ("dolar amerykański", "dolary amerykańskie", "dolarów amerykańskich"),
            CENTS["pl"],
        ),
    },
    "en": {
        "USD": (NEUTER, ("US dollar", "US dollars"), ("cent", "cents")),
        "EUR": (NEUTER, ("euro", "euros"), ("cent", "cents")),
        "GBP": (NEUTER, ("pound", "pounds"), ("penny", "pence")),
        "PLN": (NEUTER, ("zloty", "zlotys"), ("grosz", "groszy")),
        "UAH": (NEUTER, ("hryvnia", "hryvnias"), ("kopiyka", "kopiykas")),
        "RUB": (NEUTER, ("rouble", "roubles"), ("kopeck", "kopecks")),
    },
}


def amount_in_words(amount, currency, lang, digits=2):
    """An amount of money in words, with a capital: what stands below a total.

    Units in words, subunits in two figures, as on the invoices of these countries:
    "Двадцать одна гривна 05 копеек". Where the currency's forms are not known in the
    language, its code stands for them: "Twenty-one 05/100 CHF". Where the language is
    not known, it is English.

    :param currency: ISO code
    :param lang: code of a language, as ``uk_UA``
    :param digits: decimal places of the currency; the amount is rounded to them
    """
    lang = re.split(r"[_@-]", lang or "en")[0].lower()
    integral, _point, fraction = f"{abs(amount):.{digits}f}".partition(".")
    try:
        number = num2words(int(integral), lang=lang)
    except NotImplementedError:
        lang = "en"
        number = num2words(int(integral), lang=lang)
    forms = FORMS.get(lang, {}).get(currency)
    if forms:
        gender, units, subunits = forms
        words = [_agree(number, gender, lang), _form(int(integral), units, lang)]
        if fraction:
            words += [AND.get(lang), fraction, _form(int(fraction), subunits, lang)]
    else:
        words = [number, f"{fraction}/1{'0' * digits}" if fraction else "", currency]
    if amount < 0 and float(f"{integral}.{fraction or 0}"):
        words.insert(0, MINUS.get(lang, "minus"))
    text = " ".join(filter(None, words))
    return text[:1].upper() + text[1:]


def _agree(number, gender, lang):
    """Let the last word of a number agree with what is counted.

    In Polish the one of twenty-one does not: dwadzieścia jeden hrywien.
    """
    rest, _space, last = number.rpartition(" ")
    for forms in GENDERS[lang]:
        if last in forms and not (lang == "pl" and rest and last == "jeden"):
            last = forms[gender]
    return f"{rest} {last}" if rest else last


def _form(number, forms, lang):
    """How the thing is called that there are ``number`` of."""
    if lang == "en":
        return forms[number != 1]
    if number == 1 if lang == "pl" else number % 10 == 1 and number % 100 != 11:
        return forms[0]
    few = 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14
    return forms[1] if few else forms[2]
