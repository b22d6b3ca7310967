"""Texts that somebody types into a form to make it do more than hold a text."""

MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="http://evil.test/a.png">',
    "<svg/onload=alert(1)>",
    '<iframe src="file:///etc/passwd"></iframe>',
    '<object data="file:///etc/passwd">',
    '<embed src="http://169.254.169.254/latest/meta-data/">',
    '<link rel="stylesheet" href="http://evil.test/a.css">',
    "<style>@import 'http://evil.test/a.css';</style>",
    '<meta http-equiv="refresh" content="0;url=http://evil.test/">',
    '<base href="http://evil.test/">',
    '<a href="javascript:alert(1)">x</a>',
    "<table><tr><td>x</td></tr></table>",
    "<input autofocus onfocus=alert(1)>",
    "<body background=http://evil.test/a.png>",
    "<div style=\"background:url('http://evil.test/a.png')\">",
    '<t t-out="env.cr"/>',
    '<t t-call="web.login"/>',
    "<!-- <![CDATA[",
    "<xml><x:y/></xml>",
)
FRAMES = (
    "{}",
    '">{}',
    "'>{}",
    "</td></tr></table>{}",
    "</style>{}",
    "</main></body>{}",
    "-->{}",
    "]]>{}",
    "&lt;b&gt;{}",
    "{{{{7*7}}}} ${{7*7}} #{{7*7}} %(x)s {}",
)
STRINGS = [frame.format(text) for frame in FRAMES for text in MARKUP]
