"""The codes of the ledger's accounts, which are those that UK bookkeeping software starts with where it has one."""

DEBTORS = "1100"  # what payers owe, each posting by payer
BANK = "1200"
STRIPE = "1250"  # money that Stripe holds for us until it pays it out
VAT = "2200"  # what we owe HMRC
FEES = "4000"
COST_SHARES = "4100"
BAD_DEBTS = "8100"
