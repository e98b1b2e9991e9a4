"""What is said where no file says it? A small corpus of the project's own."""

from __future__ import annotations

QUESTIONS = (
    "My withdrawal has been pending since yesterday. Where is it?",
    "I deposited by bank transfer this morning and my balance has not changed.",
    "Why was my order filled at another price than the one I saw?",
    "Somebody signed in to my account from a country I have never been to.",
    "The identity check refuses the photo of my passport.",
    "I changed my phone and the authenticator is gone. How do I get in?",
    "What does it cost to convert euros into dollars at the weekend?",
    "The API answers 429 although I send one request a second.",
    "Can I cancel a limit order that is half filled?",
    "I sent the coins over the wrong network. Can they be recovered?",
    "Why is my account limited to a thousand a day?",
    "Where do I find the statement for my tax return?",
)

CUSTOMER_LINES: dict[str, tuple[str, ...]] = {
    "en": ("Yes, I did that already.", "It was this morning, about nine.", "How long will that take?", "All right 👍"),
    "zh": ("对，我已经试过了。", "是今天早上九点左右。", "大概需要多久？", "好的，谢谢 👍"),
    "es": ("Sí, ya lo hice.", "Fue esta mañana, hacia las nueve.", "¿Cuánto tardará?", "Vale, gracias 👍"),
    "ar": ("نعم، فعلت ذلك بالفعل.", "كان ذلك هذا الصباح حوالي التاسعة.", "كم سيستغرق ذلك؟", "حسنًا، شكرًا 👍"),
    "ru": ("Да, я это уже сделал.", "Сегодня утром, около девяти.", "Сколько это займёт?", "Хорошо, спасибо 👍"),
}

AGENT_LINES: dict[str, tuple[str, ...]] = {
    "en": ("Let me look at that for you.", "When was it, please?", "I have passed it on.", "It is on its way now."),
    "zh": ("我来帮您看一下。", "请问是什么时候？", "我已经转交处理了。", "现在已经在处理了。"),
    "es": ("Déjeme revisarlo.", "¿Cuándo fue, por favor?", "Ya lo he trasladado.", "Ya está en camino."),
    "ar": ("دعني أتحقق من ذلك.", "متى كان ذلك من فضلك؟", "لقد أحلت الأمر.", "الأمر قيد التنفيذ الآن."),
    "ru": ("Сейчас посмотрю.", "Когда это было?", "Я передал это дальше.", "Уже в работе."),
}
