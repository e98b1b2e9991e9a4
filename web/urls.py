"""Which addresses are there?"""

urlpatterns: list[object] = []
