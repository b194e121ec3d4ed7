"""One module per conversation: translate, call one use case or open one modal, acknowledge, whisper a refusal."""
