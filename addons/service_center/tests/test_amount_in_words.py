from odoo.tests import TransactionCase, tagged

from odoo.addons.service_center.tools.amount_in_words import amount_in_words

AMOUNTS = (0, 1, 2, 5, 11, 21, 22, 101, 1000, 2000, 1000001)
NUMBERS = {
    # those of the masculine; what a feminine changes stands behind a slash
    "ru": "ноль,один/одна,два/две,пять,одиннадцать,двадцать один/двадцать одна,"
    "двадцать два/двадцать две,сто один/сто одна,одна тысяча,две тысячи,"
    "один миллион один/один миллион одна",
    "uk": "нуль,один/одна,два/дві,п'ять,одинадцять,двадцять один/двадцять одна,"
    "двадцять два/двадцять дві,сто один/сто одна,одна тисяча,дві тисячі,"
    "один мільйон один/один мільйон одна",
    "pl": "zero,jeden/jedna,dwa/dwie,pięć,jedenaście,dwadzieścia jeden,"
    "dwadzieścia dwa/dwadzieścia dwie,sto jeden,tysiąc,dwa tysiące,milion jeden",
    "en": "zero,one,two,five,eleven,twenty-one,twenty-two,one hundred and one,"
    "one thousand,two thousand,one million and one",
}
# which form each of the amounts takes: one, few, many
FORMS = {"ru": "mofmmofommo", "uk": "mofmmofommo", "pl": "mofmmmfmmmm"}
FORMS["en"] = "mommmmmmmmm"
UNITS = {
    ("ru", "RUB"): "рубль рубля рублей",
    ("ru", "UAH", "feminine"): "гривна гривны гривен",
    ("ru", "PLN"): "злотый злотых злотых",
    ("ru", "EUR"): "евро евро евро",
    ("ru", "USD"): "доллар_США доллара_США долларов_США",
    ("uk", "UAH", "feminine"): "гривня гривні гривень",
    ("uk", "RUB"): "рубль рублі рублів",
    ("uk", "PLN"): "злотий злоті злотих",
    ("uk", "EUR"): "євро євро євро",
    ("uk", "USD"): "долар_США долари_США доларів_США",
    ("pl", "PLN"): "złoty złote złotych",
    ("pl", "UAH", "feminine"): "hrywna hrywny hrywien",
    ("pl", "RUB"): "rubel ruble rubli",
    ("pl", "USD"): "dolar_amerykański dolary_amerykańskie dolarów_amerykańskich",
    ("en", "USD"): "US_dollar - US_dollars",
    ("en", "EUR"): "euro - euros",
    ("en", "PLN"): "zloty - zlotys",
    ("en", "UAH"): "hryvnia - hryvnias",
    ("en", "RUB"): "rouble - roubles",
}
SUBUNITS = [
    (0.01, "RUB", "ru", "Ноль рублей 01 копейка"),
    (0.21, "RUB", "ru", "Ноль рублей 21 копейка"),
    (0.02, "UAH", "ru", "Ноль гривен 02 копейки"),
    (0.11, "RUB", "ru", "Ноль рублей 11 копеек"),
    (0.21, "PLN", "ru", "Ноль злотых 21 грош"),
    (0.05, "EUR", "ru", "Ноль евро 05 центов"),
    (0.01, "UAH", "uk", "Нуль гривень 01 копійка"),
    (0.21, "UAH", "uk", "Нуль гривень 21 копійка"),
    (0.03, "PLN", "uk", "Нуль злотих 03 гроші"),
    (0.21, "USD", "uk", "Нуль доларів США 21 цент"),
    (0.01, "PLN", "pl", "Zero złotych 01 grosz"),
    (0.21, "PLN", "pl", "Zero złotych 21 groszy"),
    (0.22, "PLN", "pl", "Zero złotych 22 grosze"),
    (0.12, "PLN", "pl", "Zero złotych 12 groszy"),
    (1.01, "EUR", "pl", "Jedno euro 01 cent"),
    (0.21, "UAH", "pl", "Zero hrywien 21 kopiejek"),
    (0.01, "EUR", "en", "Zero euros and 01 cent"),
    (1234.56, "USD", "en", "One thousand, two hundred and thirty-four US dollars and "),
    (0.21, "PLN", "en", "Zero zlotys and 21 groszy"),
    (-2.5, "UAH", "uk", "Мінус дві гривні 50 копійок"),
    (-1, "PLN", "pl", "Minus jeden złoty 00 groszy"),
    (-0.004, "EUR", "en", "Zero euros and 00 cents"),
]


@tagged("post_install", "-at_install")
class TestAmountInWords(TransactionCase):
    def test_units_are_declined(self):
        for (lang, currency, *feminine), forms in UNITS.items():
            numbers = NUMBERS[lang].split(",")
            one, few, many = (form.replace("_", " ") for form in forms.split())
            forms = {"o": one, "f": few, "m": many}
            for amount, number, form in zip(AMOUNTS, numbers, FORMS[lang], strict=True):
                with self.subTest(f"{lang} {amount} {currency}"):
                    number = number.split("/")[-1 if feminine else 0]
                    wanted = f"{number} {forms[form]} "
                    text = amount_in_words(amount, currency, lang)
                    self.assertEqual(text[0], wanted[0].upper())
                    self.assertEqual(text[: len(wanted)].lower(), wanted.lower())

    def test_subunits_are_declined(self):
        for amount, currency, lang, wanted in SUBUNITS:
            with self.subTest(f"{lang} {amount} {currency}"):
                text = amount_in_words(amount, currency, lang)
                self.assertTrue(text.startswith(wanted), text)

    def test_unknown_currency_is_named_by_its_code(self):
        for lang, wanted in (
            ("ru", "Двадцать один 05/100 CHF"),
            ("uk", "Двадцять один 05/100 CHF"),
            ("pl", "Dwadzieścia jeden 05/100 CHF"),
            ("en", "Twenty-one 05/100 CHF"),
            ("de_DE", "Einundzwanzig 05/100 CHF"),
        ):
            with self.subTest(lang):
                self.assertEqual(amount_in_words(21.05, "CHF", lang), wanted)

    def test_unknown_language_is_english(self):
        for lang in ("zz_ZZ", False, None):
            self.assertEqual(
                amount_in_words(5, "EUR", lang), "Five euros and 00 cents", lang
            )

    def test_currency_decides_on_the_places(self):
        self.assertEqual(amount_in_words(5, "JPY", "en", 0), "Five JPY")
        self.assertEqual(amount_in_words(5.5, "KWD", "en", 3), "Five 500/1000 KWD")

    def test_currency_speaks_the_language_of_the_context(self):
        self.env["res.lang"]._activate_lang("uk_UA")
        currency = self.env.ref("base.PLN").with_context(lang="uk_UA")
        self.assertEqual(currency._get_amount_in_words(2.005), "Два злоті 01 грош")
