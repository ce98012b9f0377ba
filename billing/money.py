"""Amounts of money, in integer pence: no floats, and no decimals in the database."""

Pence = int

LARGEST: Pence = 100_000_000_00  # of one payment or invoice; more is a mistake


def pounds(amount: Pence) -> str:
    """An amount in pounds: `19,500.00`, or `-0.05`."""
    whole, part = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{whole:,}.{part:02}"


def fraction(amount: Pence, numerator: int, denominator: int) -> Pence:
    """This fraction of an amount, to the nearest penny; half a penny is rounded away from zero."""
    if numerator < 0 or denominator <= 0:
        raise ValueError(f"{numerator}/{denominator} is not a fraction of an amount of money.")
    rounded = (2 * abs(amount) * numerator + denominator) // (2 * denominator)
    return -rounded if amount < 0 else rounded


def vat_on(net: Pence, basis_points: int) -> Pence:
    """The VAT on the net amount of one line of an invoice, at a rate in basis points (20 % is 2,000).

    Each line is rounded to the nearest penny, as HMRC's VAT guide (Notice 700, paragraph 17.5) allows if it is done
    for all lines. The VAT of an invoice is the sum of its lines, so shares of a fee that add up to it exactly may
    differ from its own VAT by a few pence.
    """
    return fraction(net, basis_points, 10_000)
