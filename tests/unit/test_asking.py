"""Is an agent who asks for a secret stopped, and one who warns or helps left alone?"""

import pytest

from chat.asking import asks_for

ASKS = {
    "password": [
        "Please send me your password.",
        "To go on I need your password",
        "Could you share your login password with us?",
        "What's your PIN?",
        "Don't worry, just tell me your password and I will fix it.",
        "PLEASE GIVE ME YOUR PASSWORD",
        "请把您的登录密码发给我。",
        "您的密码是多少？",
        "麻烦提供一下支付密码",
        "别担心，请告诉我您的密码",
        "Por favor, envíeme su contraseña.",
        "¿Cuál es su contraseña?",
        "Necesito su clave de acceso para continuar",
        "أرسل لي كلمة المرور من فضلك",
        "ما هي كلمة السر؟",
        "Пришлите, пожалуйста, ваш пароль.",
        "Не могли бы вы сообщить пароль?",
        "Мне нужен ваш пароль",
    ],
    "code": [
        "Please tell me the code you received by SMS.",
        "Can you read me the verification code?",
        "Type the 6-digit code here.",
        "请把短信验证码告诉我",
        "验证码发我一下",
        "验证码是多少",
        "Dígame el código que recibió por SMS",
        "¿Podría indicarme el código de verificación?",
        "أخبرني رمز التحقق الذي وصلك",
        "Продиктуйте код из СМС",
        "Скажите код подтверждения",
    ],
    "key": [
        "Send us your private key and we will restore the wallet.",
        "请提供您的私钥",
        "Envíenos su clave privada",
        "أحتاج المفتاح الخاص",
        "Отправьте нам приватный ключ",
    ],
    "phrase": [
        "I need your recovery phrase to check the wallet.",
        "Please share the 12 words with me",
        "Paste your seed phrase in this chat",
        "把助记词发给我",
        "Compártame su frase de recuperación",
        "يرجى إرسال عبارة الاسترداد",
        "Напишите сюда сид-фразу",
    ],
    "card": ["Please provide the CVV of your card.", "Скажите CVV"],
}

PASSES = [
    "We will never ask you for your password.",
    "Never share your recovery phrase with anyone, not even with us.",
    "Please do not send me your password.",
    "If anyone asks you to send your verification code, it is a scam.",
    "Please reset your password with the link I sent you.",
    "Could you tell me when you changed your password?",
    "Please send me a screenshot of the error you see after entering the code.",
    "Enter the verification code on the sign-in page.",
    "Did you receive the verification code?",
    "You can choose a new password in the settings.",
    "Please send me the transaction id and the error code.",
    "What is the promo code you used?",
    "Please give me the postal code of your address.",
    "I need your account e-mail and the order number.",
    "Please tell me the country code of your phone number.",
    "Your private key stays with you; nobody at the desk needs it.",
    "请勿将密码告诉任何人。",
    "我们不会要求您提供验证码。",
    "请重置密码后再试。",
    "请问您收到验证码了吗？",
    "请提供修改密码的时间。",
    "请把交易编号发给我。",
    "Nunca le pediremos su contraseña.",
    "Por favor, no comparta su código de verificación con nadie.",
    "Puede cambiar su contraseña en la página de ajustes.",
    "Envíeme el número de la transacción, por favor.",
    "لن نطلب منك كلمة المرور أبدا.",
    "لا ترسل لي رمز التحقق.",
    "يمكنك تغيير كلمة المرور من الإعدادات.",
    "أرسل لي رقم المعاملة من فضلك",
    "Никогда не сообщайте пароль и код из СМС.",
    "Отправьте запрос на сброс пароля по ссылке.",
    "Вы получили код подтверждения?",
    "Пришлите, пожалуйста, номер транзакции.",
    "Введите новый пароль на странице настроек.",
    "A limit order is filled when the market reaches its price, and only for what is offered at it.",
    "",
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in ASKS.items() for text in texts])
def test_what_asks_for_a_secret_is_told_by_its_kind(kind: str, text: str) -> None:
    assert asks_for(text) == kind


@pytest.mark.parametrize("text", PASSES)
def test_warnings_help_and_daily_work_pass(text: str) -> None:
    assert asks_for(text) is None


def test_a_long_text_is_read_in_little_time() -> None:
    """No expression walks back and forth: the longest message has a bound on its steps, not on a clock."""
    for piece in ("please ", "send me ", "code ", "密码 ", "needyourpassword", "a b c "):
        assert asks_for((piece * 5_000)[:5_000]) in (None, "password", "code")


@pytest.mark.parametrize(
    "text",
    [
        "Please send me your pass\u200bword",
        "Please send me your pass\x00word",
        "Please\tsend  me your password",
        "send me your \u202apassword",
    ],
)
def test_what_a_reader_does_not_see_hides_nothing(text: str) -> None:
    assert asks_for(text) == "password"


def test_a_text_without_end_is_looked_at_to_its_end() -> None:
    assert asks_for("nothing to see here " * 230 + "please send me your password") == "password"
    assert asks_for("the password is never asked for by us and " * 110) is None
