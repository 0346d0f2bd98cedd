"""Money in words and figures: whole rupiah, written without a space (domain.md 6.1)."""


def show_rupiah(amount: int | None) -> str:
    """Like "Rp1.500.000"; empty for None."""
    return f"Rp{amount:,}".replace(",", ".") if amount is not None else ""
