"""Which canned replies does the demo's desk begin with? Name → topic (empty: any) and language → text."""

from __future__ import annotations

REPLIES: dict[str, tuple[str, dict[str, str]]] = {
    "hello": (
        "",
        {
            "en": "Hello {customer}, this is {agent}. I am reading what you wrote and will be with you in a moment.",
            "zh": "{customer}您好，我是{agent}。我正在看您的留言，马上回复您。",
            "es": "Hola {customer}, soy {agent}. Estoy leyendo su mensaje y enseguida le respondo.",
            "ar": "مرحبًا {customer}، معك {agent}. أقرأ رسالتك الآن وسأجيبك بعد لحظات.",
            "ru": "Здравствуйте, {customer}! Меня зовут {agent}. Читаю ваше сообщение и сейчас отвечу.",
        },
    ),
    "ticket": (
        "",
        {
            "en": "I have made ticket #{ticket} of this. You can follow it here and by its link.",
            "zh": "我已为此建立工单 #{ticket}，您可以在这里或通过链接查看进展。",
            "es": "He abierto el ticket n.º {ticket}. Puede seguirlo aquí y por su enlace.",
            "ar": "أنشأت التذكرة رقم {ticket} لهذا الأمر، ويمكنك متابعتها هنا وعبر رابطها.",
            "ru": "Я создал заявку № {ticket}. Следить за ней можно здесь и по ссылке.",
        },
    ),
    "confirmations": (
        "deposit-withdrawal",
        {
            "en": "A withdrawal leaves us once the network has confirmed it, usually within 30 minutes. "
            "Please send me the transaction id, and I will look where it is.",
            "zh": "提现在网络确认后即会到账，一般不超过 30 分钟。请把交易编号发给我，我来查一下。",
            "es": "Un retiro sale cuando la red lo confirma, normalmente en 30 minutos. "
            "Envíeme el identificador de la transacción y miraré dónde está.",
            "ar": "يكتمل السحب بعد تأكيد الشبكة، وعادةً خلال 30 دقيقة. أرسل لي رقم المعاملة لأتحقق من مكانها.",
            "ru": "Вывод завершится после подтверждения сетью, обычно в течение 30 минут. "
            "Пришлите номер транзакции, и я посмотрю, где она.",
        },
    ),
    "limits": (
        "trading",
        {
            "en": "A limit order is filled when the market reaches its price, and only for what is offered at it.",
            "zh": "限价单在市场达到该价格时成交，且只按该价格的挂单量成交。",
            "es": "Una orden limitada se ejecuta cuando el mercado llega a su precio, y solo por lo ofrecido.",
            "ar": "يُنفَّذ الأمر المحدد عندما يصل السوق إلى سعره، وبقدر المعروض عند ذلك السعر فقط.",
            "ru": "Лимитный ордер исполняется, когда рынок достигает его цены, и лишь на объём по ней.",
        },
    ),
}
