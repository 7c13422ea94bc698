"""
How a column comes to what the schema names, and what does not come along.

For each column there is a plan: an expression that gives the converted
values, and notes of what is to be counted: values that were written in
another way, and values that no column of this kind can hold and that become
blanks.  Nothing is rounded and nothing is guessed; a plan is made without
looking at a row.
"""

from __future__ import annotations

import math

from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs
import narwhals as nw

from pa_registry.columns import Kind
from pa_registry.frames._door import KEYS
from pa_registry.frames._kleene import every_one, some_one
from pa_registry.frames.schemas import ColumnSchema, DType
from pa_registry.model.cell_words import BLANKS, NO, YES, spellings
from pa_registry.model.identity import IdentityNumber


__all__ = ["Note", "Plan", "Units", "is_identity", "is_key", "plan_of"]

#: So much of a fen may lie between a float and a whole number of fen.
_TOLERANCE = 1e-6
#: What a float of sixty-four bits cannot tell apart, as a share of it.
_GRAIN = 2.0**-51
#: Beyond it such a float skips whole numbers.
_EXACT = 2**53
#: As `read_cell` has them: a number with more characters is none.
_LONGEST, _MOST_DIGITS = 40, 15
_EARLIEST, _LATEST = 1900, 2100

_PLAIN = r"^[+-]?[0-9]+(\.[0-9]*)?$"
_GROUPED = r"^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?$"
_SHORT = rf"^[+-]?0*[0-9]{{0,{_MOST_DIGITS}}}(\.[0-9]*)?$"
_SMALL = r"^-?[0-9](\.[0-9]+)?E-[0-9]+$"
_SMALL_ZERO = r"^-?0(\.0+)?E-[0-9]+$"
_DAYS = (
    r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$",
    r"^[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}$",
    r"^[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2}$",
    r"^[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日$",
)
_SOLID_DAY = r"^[0-9]{8}$"
_FEBRUARY, _SHORT_MONTHS = 2, (4, 6, 9, 11)
#: Weights of the check character, from the last digit but one backwards.
_WEIGHTS = (2, 4, 8, 5, 10, 9, 7, 3, 6, 1, 2, 4, 8, 5, 10, 9, 7)
_REMAINDERS = 11
_FIFTEEN, _EIGHTEEN = (10**14, 10**15 - 1), (10**17, 10**18 - 1)


@attrs.frozen(kw_only=True)
class Units:
    """
    In what unit the numbers of a frame stand, where it is not the usual.

    Attributes:
        printed: Columns whose whole numbers stand in the printed unit.
        stored: Columns whose other numbers stand in the stored unit.
    """

    printed: frozenset[str] = frozenset()
    stored: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class Note:
    """
    Something to be counted in a column.

    Attributes:
        code: The code of its kind.
        hit: Where it is so, never unknown; `None` is every value.
        shown: The value as text, for one example.
        unless: Where this is so in any row, there is nothing to note.
        lost: Whether these values become blanks.
    """

    code: str
    hit: nw.Expr | None = None
    unless: nw.Expr | None = None
    shown: nw.Expr | None = None
    lost: bool = False


@attrs.frozen(kw_only=True)
class Plan:
    """
    How one column is converted.

    Attributes:
        column: What the schema says of it.
        value: The converted values; `None` where it stands as it is.
        notes: What is to be counted.
        is_typed: Whether the column has the type of the schema already.
    """

    column: ColumnSchema
    value: nw.Expr | None = None
    notes: tuple[Note, ...] = ()
    is_typed: bool = False

    @property
    def result(self) -> nw.Expr:
        """The values, converted or not."""
        return nw.col(self.column.name) if self.value is None else self.value

    @property
    def lost(self) -> nw.Expr | None:
        """Where a value becomes a blank; `None` where none can."""
        hits = [one.hit for one in self.notes if one.lost]
        known = [one for one in hits if one is not None]
        if len(known) < len(hits):
            return ~nw.col(self.column.name).is_null()
        return some_one(known) if known else None


def is_identity(column: ColumnSchema) -> bool:
    """Say whether a column holds identity numbers."""
    declared = column.declared
    return declared is not None and declared.type is IdentityNumber


def is_key(column: ColumnSchema) -> bool:
    """Say whether rows are told apart, or put together, by a column."""
    return column.name in KEYS


def plan_of(
    column: ColumnSchema, dtype: nw.dtypes.DType, units: Units
) -> Plan:
    """
    Plan how a column is converted.

    Args:
        column: What the schema says of it.
        dtype: The type that it has.
        units: In what unit its numbers stand.
    """
    source = _Source(column, dtype, units)
    if isinstance(dtype, nw.Unknown):
        return source.plan(
            source.raw.cast(source.wanted), Note(code="frame.column-form")
        )
    return _PLANNERS[column.dtype](source)


class _Source:
    """One column as it came in."""

    def __init__(
        self, column: ColumnSchema, dtype: nw.dtypes.DType, units: Units
    ) -> None:
        self.column = column
        self.dtype = dtype
        self.units = units
        self.raw = nw.col(column.name)

    # What kind of values there are

    @property
    def is_text(self) -> bool:
        return isinstance(self.dtype, nw.String | nw.Categorical | nw.Enum)

    @property
    def is_decimal(self) -> bool:
        return isinstance(self.dtype, nw.Decimal)

    @property
    def is_wide(self) -> bool:
        """Whether whole numbers may pass what an `Int64` holds."""
        return isinstance(self.dtype, nw.UInt64 | nw.UInt128 | nw.Int128)

    @property
    def has_form(self) -> bool:
        """Whether the column has exactly the type of the schema."""
        return self.dtype == self.wanted

    @property
    def wanted(self) -> nw.dtypes.DType:
        found: nw.dtypes.DType = getattr(nw, self.column.dtype.value)()
        return found

    def text(self) -> nw.Expr:
        """The values as text, as they stand."""
        plain = isinstance(self.dtype, nw.String)
        return self.raw if plain else self.raw.cast(nw.String)

    def bare(self) -> nw.Expr:
        """The values as text, without blanks around them."""
        return self.text().str.strip_chars(BLANKS)

    def filled(self) -> nw.Expr:
        """Where there is more than blanks."""
        return _sure(self.bare().str.len_chars() > 0)

    def blanks(self) -> nw.Expr:
        """Nothing but blanks, one for each row, whatever stood there."""
        blank = nw.lit(None, dtype=self.wanted)
        return nw.when(self.raw.is_null()).then(blank).otherwise(blank)

    # What is planned

    def plan(self, value: nw.Expr | None, *notes: Note | None) -> Plan:
        return Plan(
            column=self.column,
            value=value,
            notes=tuple(one for one in notes if one is not None),
            is_typed=self.has_form,
        )

    def form(self) -> Note | None:
        """Note that the type is another one of the same kind."""
        return None if self.has_form else Note(code="frame.column-form")

    def all_lost(self) -> Plan:
        """Give up: no value of this type can be one of the column."""
        return self.plan(
            self.blanks(), Note(code="frame.column-type", lost=True)
        )

    def fault(
        self, code: str, hit: nw.Expr, shown: nw.Expr | None = None
    ) -> Note:
        text = self.raw.cast(nw.String) if shown is None else shown
        return Note(code=code, hit=hit, shown=text, lost=True)


def _sure(truth: nw.Expr) -> nw.Expr:
    return truth.fill_null(value=False)


def _only(
    hit: nw.Expr, value: nw.Expr, dtype: nw.dtypes.DType | type
) -> nw.Expr:
    return nw.when(hit).then(value).otherwise(nw.lit(None, dtype=dtype))


# Whole numbers ----------------------------------------------------------


def _number(source: _Source) -> Plan:
    if source.dtype.is_integer() and not source.is_wide:
        return _from_integer(source)
    if source.dtype.is_float():
        return _from_float(source)
    if source.is_decimal or source.is_text or source.dtype.is_integer():
        return _from_digits(source)
    return source.all_lost()


def _printed_units(source: _Source) -> int:
    """So many stored units one unit of the column has, by its type."""
    declared = source.column.declared
    if declared is None:
        return 1
    name, units = source.column.name, source.units
    if source.dtype.is_integer():
        return declared.scale if name in units.printed else 1
    return 1 if name in units.stored else declared.scale


def _limits(source: _Source) -> tuple[int, int]:
    return source.column.range or (-_EXACT, _EXACT)


def _type_note(source: _Source, factor: int) -> Note | None:
    """Note a type, or a unit, that no rule may read."""
    if source.dtype.is_integer() and factor == 1:
        return source.form()
    declared = source.column.declared
    if declared is not None and declared.kind is Kind.MONEY:
        return Note(code="frame.money-not-fen")
    return Note(code="frame.number-not-whole")


def _from_integer(source: _Source) -> Plan:
    factor = _printed_units(source)
    low, high = _limits(source)
    least, most = -(-low // factor), high // factor
    base = source.raw.cast(nw.Int64)
    right = (base >= least) & (base <= most)
    beyond = _sure(~right)
    return source.plan(
        _only(right, base * factor, nw.Int64),
        _type_note(source, factor),
        source.fault("frame.out-of-range", beyond),
    )


def _from_float(source: _Source) -> Plan:
    factor = _printed_units(source)
    low, high = _limits(source)
    raw = source.raw.cast(nw.Float64)
    nan, finite = _sure(raw.is_nan()), _sure(raw.is_finite())
    scaled = raw * float(factor)
    nearest = scaled.round()
    apart = (scaled - nearest).abs()
    whole = apart <= (_TOLERANCE if factor > 1 else 0.0)
    if factor > 1 and isinstance(source.dtype, nw.Float64):
        whole |= apart <= nearest.abs() * _GRAIN
    small = scaled.abs() < float(_EXACT)
    within = (nearest >= float(low)) & (nearest <= float(high)) & small
    right = finite & _sure(whole) & _sure(within)
    unclear = Note(
        code="frame.unit-unclear",
        hit=finite,
        unless=finite & (raw != raw.round()),
    )
    return source.plan(
        _only(right, nearest, nw.Float64).cast(nw.Int64),
        _type_note(source, factor),
        Note(code="frame.nan", hit=nan),
        unclear if factor > 1 else None,
        source.fault(
            "frame.unreadable-number",
            ~source.raw.is_null() & ~nan & ~finite,
        ),
        source.fault("frame.too-fine", finite & small & ~_sure(whole)),
        source.fault(
            "frame.out-of-range",
            finite & (~small | _sure(whole)) & ~_sure(within),
        ),
    )


def _places(factor: int) -> int:
    """So many decimal places a printed unit can have, if powers of ten."""
    places = round(math.log10(factor))
    return places if 10**places == factor else 0


def _from_digits(source: _Source) -> Plan:
    """Read a number from its decimal text, exactly."""
    factor = _printed_units(source)
    low, high = _limits(source)
    places = _places(factor)
    text = source.bare()
    filled = source.filled()
    tiny = nw.lit(value=False)
    if source.is_decimal:
        # Some engines write a very small decimal with an exponent.
        text = text.str.replace_all(_SMALL_ZERO, "0")
        tiny = _sure(text.str.contains(_SMALL))
    is_number = text.str.contains(_PLAIN)
    if source.is_text:
        is_number |= text.str.contains(_GROUPED)
    digits = text.str.replace_all(",", "", literal=True)
    fits = _sure(
        is_number
        & (text.str.len_chars() <= _LONGEST)
        & digits.str.contains(_SHORT)
    )
    if not source.is_text:
        # What a number type holds is a number, however long.
        too_long = filled & ~fits & ~tiny
        unreadable = nw.lit(value=False) & filled
    else:
        too_long = nw.lit(value=False) & filled
        unreadable = filled & ~fits
    rest = digits.str.replace_all(r"^[^.]*\.?", "")
    rest = rest.str.replace_all("0+$", "")
    fine = tiny | (fits & _sure(rest.str.len_chars() > places))
    front = digits.str.replace_all(r"\..*$", "")
    front = front.str.replace_all("+", "", literal=True)
    if places:
        padded = nw.concat_str(rest, nw.lit("0" * places))
        front = nw.concat_str(front, padded.str.slice(0, places))
    ready = fits & ~fine
    value = _only(ready, front, nw.String).cast(nw.Int64)
    value *= factor // 10**places
    within = (value >= low) & (value <= high)
    return source.plan(
        _only(_sure(within), value, nw.Int64),
        _type_note(source, factor),
        source.fault("frame.unreadable-number", unreadable, source.text()),
        source.fault("frame.too-fine", fine, source.text()),
        source.fault(
            "frame.out-of-range",
            too_long | (ready & ~_sure(within)),
            source.text(),
        ),
    )


# Days -------------------------------------------------------------------


def _day(source: _Source) -> Plan:
    dtype = source.dtype
    if isinstance(dtype, nw.Date):
        return source.plan(None)
    if isinstance(dtype, nw.Datetime):
        return _from_datetime(source, dtype)
    note = Note(code="frame.day-not-date")
    if source.is_text or dtype.is_integer():
        text, there = source.bare(), source.filled()
        return _from_day_text(source, text, there, note)
    if dtype.is_float():
        raw = source.raw.cast(nw.Float64)
        nan, finite = _sure(raw.is_nan()), _sure(raw.is_finite())
        whole = finite & _sure((raw == raw.round()) & (raw.abs() < _EXACT))
        number = _only(whole, raw, nw.Float64).cast(nw.Int64)
        text = number.cast(nw.String)
        there = ~raw.is_null() & ~nan
        plan = _from_day_text(source, text, there, note)
        extra = Note(code="frame.nan", hit=nan)
        return attrs.evolve(plan, notes=(*plan.notes, extra))
    return source.all_lost()


def _from_datetime(source: _Source, dtype: nw.Datetime) -> Plan:
    note = Note(code="frame.day-not-date")
    if dtype.time_zone is not None:
        # Which day it was depends on where one stood.
        zoned = Note(code="frame.time-zone", lost=True)
        return source.plan(source.blanks(), note, zoned)
    day = source.raw.dt.date()
    unit = dtype.time_unit
    midnight = _sure(day.cast(nw.Datetime(unit)) == source.raw)
    return source.plan(
        _only(midnight, day, nw.Date),
        note,
        source.fault("frame.time-of-day", ~source.raw.is_null() & ~midnight),
    )


def _from_day_text(
    source: _Source, text: nw.Expr, there: nw.Expr, note: Note
) -> Plan:
    """Read a day in the shapes of `read_day`, exactly as it does."""
    solid = _sure(text.str.contains(_SOLID_DAY))
    parted = _sure(some_one(text.str.contains(one) for one in _DAYS))
    plain = text.str.replace_all("[/.年月]", "-")
    plain = plain.str.replace_all("日", "", literal=True)
    rest = plain.str.slice(5)
    year = text.str.slice(0, 4)
    month = (
        nw.when(solid)
        .then(text.str.slice(4, 2))
        .otherwise(rest.str.replace_all("-.*$", ""))
    )
    day = (
        nw.when(solid)
        .then(text.str.slice(6, 2))
        .otherwise(rest.str.replace_all("^.*-", ""))
    )
    shaped = solid | parted
    y, m, d = (
        _only(shaped, one, nw.String).cast(nw.Int64)
        for one in (year, month, day)
    )
    leap = (y % 4 == 0) & ((y % 100 != 0) | (y % 400 == 0))
    short = m.is_in(list(_SHORT_MONTHS))
    last = nw.when(short).then(nw.lit(30)).otherwise(nw.lit(31))
    days = nw.when(leap).then(nw.lit(29)).otherwise(nw.lit(28))
    last = nw.when(m == _FEBRUARY).then(days).otherwise(last)
    right = _sure(
        every_one(
            (
                y.is_between(_EARLIEST, _LATEST),
                m.is_between(1, 12),
                d >= 1,
                d <= last,
            ),
        )
    )
    iso = nw.concat_str(
        year, _two_digits(month), _two_digits(day), separator="-"
    )
    return source.plan(
        _only(right, iso, nw.String).str.to_date("%Y-%m-%d"),
        note,
        source.fault("frame.unreadable-day", there & ~right),
    )


def _two_digits(text: nw.Expr) -> nw.Expr:
    padded = nw.concat_str(nw.lit("0"), text)
    return padded.str.slice(-2)


# Yes or no ----------------------------------------------------------------


def _flag(source: _Source) -> Plan:
    dtype = source.dtype
    if isinstance(dtype, nw.Boolean):
        return source.plan(None)
    raw, nan = source.raw, None
    there = ~raw.is_null()
    if dtype.is_integer():
        yes, no = raw == 1, raw == 0
    elif dtype.is_float():
        is_nan = _sure(raw.is_nan())
        nan = Note(code="frame.nan", hit=is_nan)
        there &= ~is_nan
        yes, no = raw == 1.0, raw == 0.0
    elif source.is_text:
        there = source.filled()
        word = source.bare().str.to_lowercase()
        yes, no = word.is_in([*YES, "1"]), word.is_in([*NO, "0"])
    else:
        return source.all_lost()
    read = _sure(yes | no)
    return source.plan(
        _only(read, yes, nw.Boolean),
        Note(code="frame.flag-not-boolean"),
        nan,
        source.fault("frame.unreadable-flag", there & ~read),
    )


# Text ---------------------------------------------------------------------


def _text(source: _Source) -> Plan:
    column = source.column
    kind = None if column.declared is None else column.declared.kind
    if kind is Kind.CODE:
        return _code(source)
    if source.is_text:
        return _from_text(source)
    if kind is Kind.OTHER and not is_identity(column):
        # Whatever it is, its text is kept as it stands.
        note = Note(code="frame.text-is-number")
        return source.plan(source.raw.cast(nw.String), note)
    if source.dtype.is_integer():
        return _text_from_integer(source)
    if source.dtype.is_float():
        return _text_from_float(source)
    return source.all_lost()


def _from_text(source: _Source) -> Plan:
    text, bare = source.text(), source.bare()
    changed = _sure(text != bare)
    key = is_key(source.column)
    code = "frame.key-blanks" if key else "frame.text-blanks"
    note = Note(code=code, hit=changed)
    return source.plan(
        _only(source.filled(), bare, nw.String), source.form(), note
    )


def _text_from_integer(source: _Source) -> Plan:
    text = source.raw.cast(nw.String)
    if not is_identity(source.column):
        key = is_key(source.column)
        code = "frame.key-is-number" if key else "frame.text-is-number"
        return source.plan(text, Note(code=code))
    # Neither form has a leading nought, so that no digit was lost.
    length = text.str.len_chars()
    formed = (length == 15) | (length == 18)  # noqa: PLR2004 -- the two forms
    return source.plan(
        text,
        Note(code="frame.identity-is-number"),
        Note(code="frame.identity-form", hit=_sure(~formed)),
        None
        if source.is_wide
        else Note(code="frame.identity-check", hit=_fails_check(source)),
    )


def _fails_check(source: _Source) -> nw.Expr:
    """Find eighteen digits whose last is not what the others ask for."""
    low, high = _EIGHTEEN
    number = source.raw.cast(nw.Int64)
    digits = _only(number.is_between(low, high), number, nw.Int64)
    total = digits % 10
    for place, weight in enumerate(_WEIGHTS, start=1):
        total += (digits // 10**place % 10) * weight
    return _sure(total % _REMAINDERS != 1)


def _text_from_float(source: _Source) -> Plan:
    raw = source.raw.cast(nw.Float64)
    nan = _sure(raw.is_nan())
    there = ~source.raw.is_null() & ~nan
    gone = Note(code="frame.nan", hit=nan)
    if is_identity(source.column):
        damaged = Note(code="frame.identity-damaged", hit=there, lost=True)
        return source.plan(source.blanks(), damaged, gone)
    whole = there & _sure((raw == raw.round()) & (raw.abs() < _EXACT))
    number = _only(whole, raw, nw.Float64).cast(nw.Int64)
    key = is_key(source.column)
    code = "frame.key-is-number" if key else "frame.text-is-number"
    return source.plan(
        number.cast(nw.String),
        Note(code=code),
        gone,
        source.fault("frame.unreadable-text", there & ~whole),
    )


def _code(source: _Source) -> Plan:
    if not source.is_text:
        return source.all_lost()
    listed: type = getattr(source.column.declared, "type", object)
    spelled = {
        name: str(member.value) for name, member in spellings(listed).items()
    }
    text, bare = source.text(), source.bare()
    value = bare.replace_strict(spelled, default=None, return_dtype=nw.String)
    known = _sure(bare.is_in(list(spelled)))
    exact = _sure(text.is_in(list(source.column.values)))
    return source.plan(
        value,
        source.form(),
        Note(code="frame.code-spelled", hit=known & ~exact, shown=text),
        source.fault("frame.unknown-code", source.filled() & ~known, text),
    )


_PLANNERS: Mapping[DType, Callable[[_Source], Plan]] = MappingProxyType(
    {
        DType.INTEGER: _number,
        DType.DAY: _day,
        DType.FLAG: _flag,
        DType.TEXT: _text,
    }
)
