"""What do people say in the pictures? The same small story in each language of the widget."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """One customer's matter, in their language, and who is there for it."""

    locale: str
    persona: str
    topic: str
    urgent_topic: str
    first: str
    more: str
    hello: str
    question: str
    answer: str
    secret: str
    advice: str
    thanks: str
    second: str
    subject: str
    worked_out: str
    reply: str
    apology: str
    welcome_back: str
    # Who is on duty, but full; by how many chats; who comes to help.
    full: str
    load: int
    helper: str


PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"

ENGLISH = Story(
    locale="en-GB",
    persona="emma",
    topic="Deposit and withdrawal",
    urgent_topic="Account security",
    first="Hello, I sent 200 EUR on Monday and it still is not on my account.",
    more="The reference is MX-20418, if that helps.",
    hello="Hello Emma, I am James. I am looking at your transfer now.",
    question="Did the money leave your bank? It would show as “booked” there.",
    answer="Yes, on Monday at 14:05. I can send the page of my bank: https://bank.example/statements/2041",
    secret=f"Do you need the phrase of my wallet? {PHRASE}",
    advice="No, never send that to anyone, please. I have what I need.",
    thanks="Good, thank you!",
    second="The same transfer again: my bank says it was sent back.",
    subject="Transfer of 200 EUR not credited",
    worked_out="The bank has confirmed it. The amount is on your account by tomorrow noon.",
    reply="Thank you, I will look tomorrow.",
    apology="I was upset about the money. I am sorry.",
    welcome_back="Thank you for your words. You are welcome to write to us again.",
    full="priya",
    load=5,
    helper="james",
)

ARABIC = Story(
    locale="ar",
    persona="layla",
    topic="الإيداع والسحب",
    urgent_topic="أمان الحساب",
    first="مرحبًا، أرسلت 200 EUR يوم الاثنين ولم تصل إلى حسابي بعد.",
    more="رقم المرجع هو MX-20418.",
    hello="أهلًا ليلى، أنا أميرة. أبحث عن الحوالة الآن.",
    question="هل خرج المبلغ من مصرفك؟",
    answer="نعم، يوم الاثنين الساعة 14:05. هذه الصفحة: https://bank.example/statements/2041",
    secret=f"هل تحتاجين إلى عبارة محفظتي؟ {PHRASE}",
    advice="لا، من فضلك لا ترسليها إلى أي شخص. لديّ ما يكفي.",
    thanks="حسنًا، شكرًا!",
    second="الحوالة نفسها مرة أخرى: يقول المصرف إنها أُعيدت.",
    subject="حوالة 200 EUR لم تُقيَّد",
    worked_out="أكّد المصرف الحوالة. سيكون المبلغ في حسابك غدًا قبل الظهر.",
    reply="شكرًا، سأتحقق غدًا.",
    apology="كنت غاضبة بسبب المبلغ. أعتذر.",
    welcome_back="شكرًا لكلامك. أهلًا بك من جديد.",
    full="omar",
    load=3,
    helper="amira",
)

CHINESE = Story(
    locale="zh-CN",
    persona="mei",
    topic="充值与提现",
    urgent_topic="账户安全",
    first="您好，我星期一充值了 200 EUR，到现在还没有到账。",
    more="参考号是 MX-20418。",
    hello="陈女士您好，我是李娜，马上为您查询这笔转账。",
    question="请问银行那边已经扣款了吗？",
    answer="扣了，星期一 14:05。这是银行的页面：https://bank.example/statements/2041",
    secret=f"需要我的钱包助记词吗？{PHRASE}",
    advice="不需要，请不要把它发给任何人。我这边的信息已经够了。",
    thanks="好的，谢谢！",
    second="还是那笔转账：银行说已经退回了。",
    subject="200 EUR 充值未到账",
    worked_out="银行已经确认，明天中午之前会到账。",
    reply="谢谢，我明天再看。",
    apology="我当时因为这笔钱很着急，对不起。",
    welcome_back="谢谢您的理解，欢迎您继续联系我们。",
    full="wei",
    load=4,
    helper="lina",
)

CODES = {"en": ENGLISH, "ar": ARABIC, "zh": CHINESE}
