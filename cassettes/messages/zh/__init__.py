"""Chinese, by the English sentence: one module per area of the tool."""
