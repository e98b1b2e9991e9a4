"""Does an outgoing text ask a customer for a secret? A password, a code, a key or a recovery phrase is nobody's
business at the desk: whoever asks for one is an impostor or about to make a mistake.

Pure. A text asks when one of its sentences has a request before, or a question about, the name of a secret, and neither
forbids it nor speaks of resetting it. "We never ask for your password" passes, and so does "choose a new password".
Better a rare request missed than daily work interrupted: the name alone is never enough.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Kind = Literal["password", "code", "key", "phrase", "card"]

# Between a request and the secret, within one sentence.
GAP = r"(?P<gap>[^.!?。！？؟\n]{0,60}?)"


@dataclass(frozen=True, slots=True)
class Rules:
    """One language. `requests` come before the secret's name; `after` makes a request of what follows the name;
    `forbidden` turns a sentence into a warning, once `calming` phrases are out of it; `other` between request and
    name means that something else is asked for."""

    secrets: dict[Kind, str]
    requests: str
    after: str
    forbidden: str
    calming: str
    other: str


ENGLISH = Rules(
    secrets={
        "password": r"pass\s?words?|pass\s?codes?|pin(?:\s(?:code|number))?",
        "code": r"(?:one[- ]time|verification|security|sms|2fa|authenticat\w+|login|(?:6|six)[- ]digit|confirmation)"
        r"\s(?:pass)?codes?|otp|(?<!promo\s)(?<!error\s)(?<!order\s)(?<!coupon\s)(?<!voucher\s)(?<!discount\s)"
        r"(?<!referral\s)(?<!country\s)codes?\s(?:(?:that\s)?(?:you|we|was|were|i)\b|from\s(?:your|the)\s(?:sms|text|"
        r"phone|e-?mail|app|authenticator)|(?:in|on)\syour\sphone)",
        "key": r"(?:private|secret)\skeys?|api\ssecrets?",
        "phrase": r"(?:recovery|seed|backup|secret|mnemonic)\s(?:phrases?|words?|codes?)|seed|mnemonics?|(?:12|"
        r"24|twelve|"
        r"twenty[- ]four)\s(?:\w+\s)?words",
        "card": r"cvv2?|cvc2?|(?:full|whole)\scard\snumber",
    },
    requests=r"(?:send|give|tell|show|forward|read|text|write|type|paste|share|dictate|provide|supply)\s(?:it\s)?"
    r"(?:to\s|with\s|out\s)?(?:me|us|here)\b|(?:please|kindly|could\syou|can\syou|would\syou|will\syou|"
    r"you\s(?:need|have)"
    r"\sto|must|just)\s(?:please\s)?(?:send|give|tell|share|provide|supply|forward|dictate|state|submit)|"
    r"(?:i|we)(?:\swill|'ll|\sjust|\salso)?\s(?:need|require|want)\s(?:to\s(?:know|have|see)\s)?(?:your|the)|"
    r"what(?:'s|\sis|\sare|s)\s(?:your|the)|(?:may|can|could)\s(?:i|we)\s(?:please\s)?(?:have|get|know|see)",
    after=r"(?:\s\w+){0,3}\s(?:to\sme|to\sus|with\sme|with\sus|here|in\s(?:this|the)\schat)\b|\splease\s?\?",
    forbidden=r"\b(?:never|not|no|nobody|none|don'?t|won'?t|can'?t|cannot|doesn'?t|isn'?t|shouldn'?t|without|"
    r"avoid|beware|"
    r"if\s(?:any|some)(?:one|body)|(?:any|some)(?:one|body)\swho)\b",
    calming=r"(?:don'?t|do\snot)\sworry|no\s(?:problem|worries)|not\sto\sworry|why\snot|no,",
    other=r"\b(?:reset|resetting|chang\w+|forgot\w*|forget|link|page|form|new|settings?|"
    r"screenshot\sof\sthe\serror|about|"
    r"policy|length|manager|when|whether|if|how)\b",
)

CHINESE = Rules(
    secrets={
        "password": r"(?:登录|支付|交易|资金|账户|账号)?密码|口令|pin码",
        "code": r"(?:短信|邮箱|手机|谷歌|动态)?验证码|动态码|校验码",
        "key": r"私钥|密钥",
        "phrase": r"助记词|恢复短语|恢复词|种子(?:词|短语)|备份短语",
        "card": r"安全码|cvv",
    },
    requests=r"(?:发|发送|提供|告诉|报|写|念|说|贴|交)(?:给|一下)?(?:我们?|客服|这里)|给我们?|(?:请|麻烦)(?:您|你)?(?:把|将|提供|"
    r"告知|发送|发来|告诉|说|报)|(?:能|可以|可否|能否|是否可以).{0,4}(?:把|将|提供|告知|发送|发来|发一下|告诉)|"
    r"需要(?:知道)?(?:您|你)的",
    after=r".{0,6}(?:是多少|是什么|是几|(?:发|告诉|报|提供|念)(?:给|一下)?(?:我|过来|来|到这里))",
    forbidden=r"不要|不会|不能|不得|不应|不可|不需|无需|不用|请勿|切勿|勿|别|绝不|从不|从来不|永远不|千万|防止|谨防|任何人|他人",
    calming=r"不用担心|别担心|别着急|不要着急|不好意思|不客气",
    other=r"重置|修改|更改|找回|忘记|新的?|链接|页面|设置|长度|错误|截图|收到|时间",
)

SPANISH = Rules(
    secrets={
        "password": r"contraseñas?|clave(?:\sde\sacceso)?(?!\s(?:privada|secreta))|pin",
        "code": r"c[óo]digo\s(?:de\s(?:verificaci[óo]n|seguridad|confirmaci[óo]n|autenticaci[óo]n|un\ssolo\suso|"
        r"acceso)|"
        r"sms|2fa|que\s(?:recibi\w+|le\slleg\w+|te\slleg\w+|le\senvi\w+|te\senvi\w+))",
        "key": r"(?:clave|llave)\s(?:privada|secreta)",
        "phrase": r"frase\s(?:semilla|de\srecuperaci[óo]n|secreta)|palabras\s(?:semilla|de\srecuperaci[óo]n)|semilla",
        "card": r"cvv|cvc|n[úu]mero\scompleto\sde\s(?:la|su|tu)\starjeta",
    },
    requests=r"(?:env[íi]|m[áa]nd|d[íi]g|d[éeí]|indi?q|ind[íi]q|comp[áa]rt|facil[íi]t|proporci[óo]n|escr[íi]b|"
    r"pas|p[áa]s)\w*(?:me|nos)\b|"
    r"(?:puede|podr[íi]a|puedes|podr[íi]as)\s(?:enviar|mandar|decir|dar|indicar|compartir|facilitar|proporcionar|"
    r"escribir|pasar)(?:me|nos)?|por\sfavor,?\s(?:env[íi]e|mande|comparta|proporcione|facilite|indique|d[ée])|"
    r"(?:necesito|necesitamos|requiero)\s(?:saber\s)?(?:su|tu|el|la)|cu[áa]l\ses\s(?:su|tu|el|la)",
    after=r"(?:\s\w+){0,3}\s(?:aqu[íi]|por\saqu[íi]|por\sel\schat|en\seste\schat)\b",
    forbidden=r"\b(?:no|nunca|jam[áa]s|nadie|ninguna?|sin|evite)\b",
    calming=r"no\s(?:se|te)\spreocup\w+|no\shay\sproblema|c[óo]mo\sno",
    other=r"\b(?:restablec\w+|cambi\w+|olvid\w+|nueva?|enlace|p[áa]gina|recuperar|error|captura|cu[áa]ndo|si)\b",
)

ARABIC = Rules(
    secrets={
        "password": r"كلم[ةه]\s(?:السر|المرور|مرورك|سرك)|الرقم\sالسري|رقمك\sالسري",
        "code": r"(?:رمز|كود)\s(?:التحقق|التأكيد|الأمان|الامان|المصادقة|الدخول)|الرمز\sالذي\s(?:وصلك|وصل|استلمته)",
        "key": r"(?:المفتاح|مفتاحك)\s(?:الخاص|السري)",
        "phrase": r"عبار[ةه]\s(?:الاسترداد|الاستعادة|الاسترجاع)|كلمات\s(?:الاسترداد|الاستعادة)|العبارة\sالسرية",
        "card": r"رمز\scvv|cvv|رقم\sالبطاقة\sكاملا",
    },
    requests=r"(?:أرسل|ارسل|أعط|اعط|أخبر|اخبر|زود|شارك|اكتب|أكتب|قل|امل|أمل)(?:ي|وا)?(?:ني|نا|\sلي|\sلنا|\sهنا|"
    r"\sمعي|\sمعنا)|"
    r"(?:هل\s)?(?:يمكنك|تستطيع|ممكن)\s(?:أن\s)?(?:ترسل|تعطي|تخبر|تزود|تشارك|إرسال|ارسال|مشاركة|إعطائي|تزويدي)\w*|"
    r"(?:يرجى|الرجاء|رجاء|من\sفضلك)\s(?:إرسال|ارسال|تزويدنا|تزويدي|مشاركة|إعطائي|أرسل|ارسل|أعطني|كتابة)|"
    r"(?:أحتاج|نحتاج|احتاج)\s(?:إلى\s|الى\s)?|ما\s(?:هي|هو)",
    after=r"(?:\s\w+){0,2}\s(?:هنا|في\sالدردشة|في\sهذه\sالمحادثة)",
    forbidden=r"(?<!\w)(?:لا|لن|لم|ليس|أبدا|ابدا|دون|بدون|إياك|احذر|تجنب|أحد)(?!\w)",
    calming=r"لا\sتقلق\w*|لا\sمشكلة|لا\sبأس",
    other=r"إعادة|تعيين|تغيير|نسيت|جديدة|رابط|صفحة|استعادة\sكلمة|متى|خطأ",
)

RUSSIAN = Rules(
    secrets={
        "password": r"парол\w*|пин[- ]?код\w*",
        "code": r"код\w*\s(?:из\s(?:смс|sms|сообщени\w+|письма|приложения)|подтверждени\w+|безопасности|авторизации|"
        r"двухфакторн\w+|который|что\sприш\w+)|(?:смс|sms)[- ]?код\w*|одноразов\w+\sкод\w*",
        "key": r"(?:приватн|закрыт|секретн)\w+\sключ\w*",
        "phrase": r"(?:сид|seed)[- ]?фраз\w*|(?:секретн|мнемоническ)\w+\sфраз\w*|фраз\w+\s(?:для\s)?восстановлени\w+",
        "card": r"cvv|cvc|полн\w+\sномер\w*\sкарты",
    },
    requests=r"(?:пришлите|отправьте|скажите|сообщите|назовите|продиктуйте|дайте|передайте|перешлите|пришли|"
    r"скажи|сообщи|"
    r"назови|продиктуй)(?:\s(?:мне|нам|сюда|пожалуйста))?|(?:напишите|введите|укажите|вставьте)\s(?:мне|нам|"
    r"сюда|здесь|в\sчат)|"
    r"(?:можете|могли\sбы\sвы|не\sмогли\sбы\sвы)\s(?:мне\s|нам\s)?(?:прислать|отправить|сказать|сообщить|назвать|дать|"
    r"продиктовать)|(?:мне|нам)\s(?:нужен|нужна|нужно|понадобится|потребуется)|как(?:ой|ая)\s(?:у\sвас|ваш\w*)",
    after=r"(?:\s\w+){0,3}\s(?:сюда|в\s(?:этот\s)?чат|мне|нам)\b",
    forbidden=r"\b(?:не|никогда|никому|никто|нельзя|без|кто-то|если\sкто)\b",
    calming=r"не\s(?:волнуйтесь|беспокойтесь|переживайте|могли\sбы\sвы|подскажете)",
    other=r"сброс\w*|смен\w+|измен\w+|восстановлени\w+\sпарол|забыл\w*|нов\w+|ссылк\w*|страниц\w*|когда|"
    r"ошибк\w*|скриншот\w*",
)

LANGUAGES = (ENGLISH, CHINESE, SPANISH, ARABIC, RUSSIAN)
SENTENCE = re.compile(r"[^.!?。！？؟\n]+[.!?。！？؟]*")


@dataclass(frozen=True, slots=True)
class Compiled:
    """The expressions of one language and kind."""

    kind: Kind
    before: re.Pattern[str]
    follows: re.Pattern[str]
    rules: Rules


def _compiled() -> list[Compiled]:
    found = []
    for rules in LANGUAGES:
        for kind, name in rules.secrets.items():
            # Whole words where words are written apart; in Chinese they are not.
            named = f"(?:{name})" if rules is CHINESE else rf"(?<!\w)(?:{name})(?!\w)"
            requests = rules.requests if rules is CHINESE else rf"(?<!\w)(?:{rules.requests})"
            before = re.compile(rf"(?:{requests}){GAP}{named}")
            follows = re.compile(rf"(?P<gap>){named}(?:{rules.after})")
            found.append(Compiled(kind, before, follows, rules))
    return found


COMPILED = _compiled()
# A quick "no" for nearly every message: no name of a secret of a language is without one of these.
NUMBERS = ("pin", "otp", "cvv", "cvc")
STEMS: tuple[tuple[Rules, tuple[str, ...]], ...] = (
    (ENGLISH, (*NUMBERS, "pass", "code", "key", "secret", "phrase", "words", "seed", "mnemonic", "card number")),
    (SPANISH, (*NUMBERS, "contrase", "clave", "llave", "digo", "frase", "palabras", "semilla", "tarjeta")),
    (
        CHINESE,
        (
            *NUMBERS,
            *("密码", "口令", "证码", "动态码", "校验码", "密钥", "私钥", "助记", "恢复", "种子", "备份", "安全码"),
        ),
    ),
    (ARABIC, (*NUMBERS, "كلم", "رقم", "رمز", "كود", "مفتاح", "عبار")),
    (RUSSIAN, (*NUMBERS, "парол", "код", "ключ", "фраз", "номер", "пин", "слов")),
)
# Characters: a sentence without end is looked at in pieces, so that the work grows with its length and not faster.
PIECE, STEP = 320, 160


def asks_for(text: str) -> Kind | None:
    """The kind of secret that a text asks its reader for; None where it asks for none."""
    plain = _plain(text)
    spoken = [rules for rules, stems in STEMS if any(stem in plain for stem in stems)]
    if not spoken:
        return None
    compiled = [each for each in COMPILED if any(each.rules is rules for rules in spoken)]
    for sentence in SENTENCE.findall(plain):
        for at in range(0, max(1, len(sentence) - STEP), STEP):
            for each in compiled:
                if _asks(sentence[at : at + PIECE], each):
                    return each.kind
    return None


def _plain(text: str) -> str:
    """As a reader sees it: nothing that is not seen, and one kind of space."""
    composed = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
    if not composed.isprintable():  # nearly every message is
        composed = "".join(
            each for each in composed if each in "\n\t\r" or unicodedata.category(each) not in ("Cf", "Cc")
        )
    return "\n".join(" ".join(line.split()) for line in composed.split("\n"))


def _asks(sentence: str, compiled: Compiled) -> bool:
    rules = compiled.rules
    calm = re.sub(rules.calming, " ", sentence)
    for found in (compiled.before.search(calm), compiled.follows.search(calm)):
        if found is None or re.search(rules.forbidden, calm[: found.end()]) or re.search(rules.other, found["gap"]):
            continue
        return True
    return False
