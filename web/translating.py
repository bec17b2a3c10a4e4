"""`{% trans %}` in templates, resolved when a template is compiled: a page in any language is rendered as fast as if it
had been written in it."""

from __future__ import annotations

import re

import jinja2
from jinja2 import nodes
from jinja2.ext import InternationalizationExtension

from web.language import gettext, in_language, ngettext

_VARIABLE = re.compile(r"%\((\w+)\)s")


class Translating(InternationalizationExtension):
    """The extension with messages looked up in the language of the environment, its global `language`, for good."""

    def __init__(self, environment: jinja2.Environment) -> None:
        super().__init__(environment)
        environment.policies["ext.i18n.trimmed"] = True
        environment.globals["_"] = environment.filters["translated"] = gettext

    def _make_node(
        self,
        singular: str,
        plural: str | None,
        context: str | None,
        variables: dict[str, nodes.Expr],
        plural_expr: nodes.Expr | None,
        vars_referenced: bool,
        num_called_num: bool,
    ) -> nodes.Output:
        """What is printed instead of a block: text and variables, or one of two such, by a count."""
        with in_language(str(self.environment.globals["language"])):
            if plural is None or plural_expr is None:
                return nodes.Output(_parts(gettext(singular), variables))
            one, many = (nodes.Concat(_parts(ngettext(singular, plural, count), variables)) for count in (1, 2))
        is_one = nodes.Compare(plural_expr, [nodes.Operand("eq", nodes.Const(1))])
        return nodes.Output([nodes.CondExpr(is_one, one, many)])


def _parts(message: str, variables: dict[str, nodes.Expr]) -> list[nodes.Expr]:
    """A message as the template would have it: its words as they are, its variables to be escaped."""
    texts, names = _VARIABLE.split(message)[::2], _VARIABLE.findall(message)
    parts: list[nodes.Expr] = [nodes.TemplateData(texts[0].replace("%%", "%"))]
    for name, text in zip(names, texts[1:], strict=True):
        parts += [variables[name], nodes.TemplateData(text.replace("%%", "%"))]
    return parts
