"""The chat page: a question typed, an answer streamed, and the sentence that proves it in a panel beside it.

Nothing here imports gradio but `assistant.page.app`, which only the page command imports. Gradio decides at import
whether it reports home, so the switch is thrown here, before any module of this package can import it.
"""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
