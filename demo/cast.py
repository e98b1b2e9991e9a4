"""Who is in the demo? A currency exchange, its desk and some of its customers."""

from __future__ import annotations

from dataclasses import dataclass, field

SITE_KEY = "site_demo_exchange"
SITE_NAME = "Meridian Exchange"
PASSWORD = "meridian-demo"  # of every demo sign-in; the command refuses to run outside of a trial
IDENTITY_KID = "demo-1"

LANGUAGES = ["en", "zh", "es", "ar", "ru"]

GREETING = {
    "en": "Hello! A person will help you.",
    "zh": "您好！我们会有专人为您服务。",
    "es": "¡Hola! Le atenderá una persona.",
    "ar": "مرحبًا! سيساعدك شخص حقيقي.",
    "ru": "Здравствуйте! Вам ответит человек.",
}

# slug, urgent, names by language
TOPICS: list[tuple[str, bool, dict[str, str]]] = [
    (
        "account-security",
        True,
        {
            "en": "Account security",
            "zh": "账户安全",
            "es": "Seguridad de la cuenta",
            "ar": "أمان الحساب",
            "ru": "Безопасность счёта",
        },
    ),
    (
        "deposit-withdrawal",
        False,
        {
            "en": "Deposit and withdrawal",
            "zh": "充值与提现",
            "es": "Depósito y retirada",
            "ar": "الإيداع والسحب",
            "ru": "Ввод и вывод средств",
        },
    ),
    ("trading", False, {"en": "Trading", "zh": "交易", "es": "Operaciones", "ar": "التداول", "ru": "Торговля"}),
    (
        "identity-check",
        False,
        {
            "en": "Identity check",
            "zh": "身份验证",
            "es": "Verificación de identidad",
            "ar": "التحقق من الهوية",
            "ru": "Проверка личности",
        },
    ),
    ("api", False, {"en": "API", "zh": "API", "es": "API", "ar": "واجهة برمجة التطبيقات", "ru": "API"}),
    (
        "other",
        False,
        {"en": "Something else", "zh": "其他问题", "es": "Otra cosa", "ar": "شيء آخر", "ru": "Другое"},
    ),
]


TRANSACTION = {
    "name": "transaction_id",
    "names": {
        "en": "Transaction ID",
        "zh": "交易 ID",
        "es": "ID de transacción",
        "ar": "معرّف المعاملة",
        "ru": "ID транзакции",
    },
    "kind": "transaction",
}
# What some topics ask for and say beforehand, by slug.
ASKS: dict[str, dict[str, object]] = {
    "deposit-withdrawal": {
        "fields": [{**TRANSACTION, "required": True}],
        "at_hand": {
            "en": "Have at hand: the transaction ID, the amount and the day.",
            "zh": "请准备好：交易 ID、金额和日期。",
            "es": "Tenga a mano: el ID de transacción, el importe y el día.",
            "ar": "جهّز: معرّف المعاملة والمبلغ واليوم.",
            "ru": "Приготовьте: ID транзакции, сумму и день.",
        },
    },
    "trading": {"fields": [TRANSACTION]},
    "account-security": {
        "first_aid": {
            "en": "Change your password now.\nFreeze withdrawals in Settings → Security.\n"
            "Tell nobody a code, not even us.",
            "zh": "请立即修改密码。\n在“设置 → 安全”中冻结提现。\n不要把验证码告诉任何人，包括我们。",
            "es": "Cambie su contraseña ahora.\nCongele las retiradas en Ajustes → Seguridad.\n"
            "No diga ningún código a nadie, tampoco a nosotros.",
            "ar": "غيّر كلمة المرور الآن.\nجمّد السحب من الإعدادات ← الأمان.\nلا تخبر أحدًا بأي رمز، ولا حتى نحن.",
            "ru": "Смените пароль сейчас.\nЗаморозьте вывод средств: Настройки → Безопасность.\n"
            "Никому не называйте коды, даже нам.",
        },
    },
}


@dataclass(frozen=True)
class Person:
    """Somebody of the desk. Languages and topics are levels by name; no regions, tiers or topics mean any."""

    email: str
    name: str
    languages: dict[str, int]
    regions: list[str] = field(default_factory=list)
    tiers: list[int] = field(default_factory=list)
    topics: dict[str, int] = field(default_factory=dict)
    capacity: int = 3
    role: str = "agent"


DESK = [
    Person("amira@meridian.example", "Amira Nasser", {"ar": 5, "en": 4}, ["MENA"], capacity=4),
    Person("omar@meridian.example", "Omar Khalil", {"ar": 4, "en": 5}, ["MENA", "EUR"], [0, 1], capacity=3),
    Person("lina@meridian.example", "Li Na", {"zh": 5, "en": 3}, ["APAC"], capacity=5),
    Person("wei@meridian.example", "Zhang Wei", {"zh": 5, "en": 4}, ["APAC", "NA"], capacity=4),
    Person("carlos@meridian.example", "Carlos Vega", {"es": 5, "en": 4}, ["LATAM"], capacity=4),
    Person("lucia@meridian.example", "Lucía Torres", {"es": 5, "en": 2}, ["EUR", "LATAM"], capacity=3),
    Person("dmitri@meridian.example", "Dmitri Sokolov", {"ru": 5, "en": 4}, ["CIS", "EUR"], capacity=4),
    Person("olga@meridian.example", "Olga Ivanova", {"ru": 5, "en": 2}, ["CIS"], capacity=3),
    Person("james@meridian.example", "James Miller", {"en": 5, "es": 2}, ["EUR", "NA"], capacity=5),
    Person(
        "priya@meridian.example",
        "Priya Sharma",
        {"en": 5, "zh": 2},
        ["APAC", "EUR", "NA"],
        topics={"account-security": 5, "api": 4, "other": 3, "trading": 3, "deposit-withdrawal": 3},
        capacity=5,
    ),
    Person("nadia@meridian.example", "Nadia Rahman", {"en": 5, "ar": 3}, capacity=2, role="lead"),
    Person("admin@meridian.example", "Ana Admin", {"en": 4}, capacity=0, role="admin"),
]


@dataclass(frozen=True)
class Persona:
    """A customer of the exchange, as its own website knows them."""

    slug: str
    name: str
    account: str
    tier: int
    language: str
    region: str
    email: str
    phone: str


PERSONAS = [
    Persona("layla", "Layla Haddad", "acct-1001", 3, "ar", "MENA", "layla@customer.example", "+971 4 555 0101"),
    Persona("mei", "Chen Mei", "acct-1002", 1, "zh", "APAC", "mei@customer.example", "+65 5550 1102"),
    Persona("sofia", "Sofía Ramírez", "acct-1003", 0, "es", "LATAM", "sofia@customer.example", "+52 55 5550 1103"),
    Persona("ivan", "Ivan Petrov", "acct-1004", 2, "ru", "CIS", "ivan@customer.example", "+7 727 555 0104"),
    Persona("emma", "Emma Clark", "acct-1005", 0, "en", "EUR", "emma@customer.example", "+44 20 7946 0105"),
    Persona("tomas", "Tomás Ruiz", "acct-1007", 0, "es", "APAC", "tomas@customer.example", "+63 2 5550 1107"),
    Persona("zhao", "Zhao Min", "acct-1006", 3, "zh", "APAC", "zhao@customer.example", "+852 5550 1106"),
]

# Who looks after whom: account → manager, by the beginning of their addresses; and who stands in for whom.
MANAGERS = {"acct-1006": "lina"}
DEPUTIES = {"lina": "wei"}
