"""EEP packages (DA/T 48-2009) as a draft: its schema is not public, so nothing vouches for them.

Element names and order are those of public descriptions of the standard. Each document is one
package. Recordings stay outside, beside it: Base64 would make them a third larger. There is no
signature block, because nothing is signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID
from xml.sax.saxutils import escape, quoteattr

from archivist import __version__
from archivist.dossier.naming import safe
from archivist.dossier.order import RECORDINGS
from archivist.dossier.packages import Package, claims_of, coded, counted
from archivist.dossier.pages import printable
from archivist.model import Archive, Capsule, Claim, Component, Leaf, Piece, Witness

DRAFT = "EEP 草案，未经 XSD 验证"
UNSIGNED = "不含电子签名"

_ID = "修改0-文档1-文档数据1"
_SPACE = "http://www.saac.gov.cn/standards/ERM/encapsulation"


def encapsulated(archive: Archive, witness: Witness, package: Package) -> Iterator[Leaf | Capsule]:
    """One XML per document, a recording beside it, and a page that says what this is."""
    yield Leaf("说明文件.TXT", _described(package, witness))
    claims = claims_of(archive, witness, package)
    for (piece, each, _), claim in zip(package.files, claims, strict=True):
        path = f"{claim.path.rpartition('/')[0]}/{safe(coded(piece, each), 100)}.xml"
        outside = each.document.reading.format in RECORDINGS
        data = _data(claim, outside=outside)
        head, tail = _around(archive, witness, (piece, each), claim, data)
        if outside:
            yield Leaf(path, head + tail)
            yield Leaf(claim.path, claim.digest)
        else:
            yield Capsule(path, head, claim.digest, tail)


def _described(package: Package, witness: Witness) -> bytes:
    lines = (
        f"{DRAFT}，{UNSIGNED}。",
        "参照 DA/T 48-2009《基于XML的电子文件封装规范》的公开资料编制，每份文件一个封装包。",
        "正式移交前请由接收方用其验证工具检查。",
        f"共 {counted(package)}，第 {package.number}/{package.total} 包，{witness.house}。",
        "录音、录像不装入封装包，原文件放在封装包旁边。",
    )
    return printable("".join(f"{line}\r\n" for line in lines)).encode()


def _tag(name: str, *inside: str) -> str:
    """An element; what stands inside is elements or escaped text already."""
    return f"<{name}>{''.join(inside)}</{name}>"


def _texts(**texts: object) -> str:
    """Elements with text, without those of which nothing is known."""
    return "".join(_tag(name, escape(str(text))) for name, text in texts.items() if text)


def _around(
    archive: Archive,
    witness: Witness,
    of: tuple[Piece, Component],
    claim: Claim,
    data: tuple[str, str],
) -> tuple[bytes, bytes]:
    """Everything before and after the encoded bytes."""
    piece, component = of
    kind = "主文档" if component is piece.components[0] else "附属文档"
    opening = _texts(
        封装包格式描述=f"{DRAFT}。参照 DA/T 48-2009《基于XML的电子文件封装规范》的公开资料编制",
        版本="2009",
    )
    packed = _texts(
        封装包类型="原始型",
        封装包类型描述="本封装包包含电子文件数据及其元数据，原始封装，未经修改",
        封装包创建时间=f"{archive.today.isoformat()}T00:00:00",
        封装包创建单位=witness.house,
    )
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {DRAFT}，{UNSIGNED} -->\n'
        f"<电子文件封装包 xmlns={quoteattr(_SPACE)}>{opening}"
        f'<被签名对象 eep版本="2009">{packed}<封装内容><文件实体块><文件实体>'
        f"{_entity(archive, of, claim)}<文件数据><文档>"
        + _texts(
            文档标识符="修改0-文档1",
            文档序号=component.number,
            文档主从声明=kind,
            题名=component.title,
        )
        + f'<文档数据 文档数据ID="{_ID}"><编码 编码ID="{_ID}-编码1">'
        + _electronic(witness, component, claim)
        + data[0]
    )
    tail = (
        f"{data[1]}</编码></文档数据></文档></文件数据></文件实体></文件实体块>"
        f"{_deeds(claim)}</封装内容></被签名对象></电子文件封装包>\n"
    )
    return printable(head).encode(), printable(tail).encode()


def _entity(archive: Archive, of: tuple[Piece, Component], claim: Claim) -> str:
    """Metadata of the record (names of DA/T 46-2009)."""
    piece, component = of
    several = len(piece.components) > 1
    return (
        _texts(聚合层次="文件")
        + _tag("来源", _texts(立档单位名称=claim.unit or archive.plan.settings.district))
        + _texts(电子文件号=_identity(claim), 档号=coded(piece, component))
        + _tag(
            "内容描述",
            _texts(
                题名=component.title,
                日期=piece.date,
                文件编号=piece.document_number,
                责任者=piece.issuer,
                密级=piece.secrecy,
            ),
        )
        + _tag(
            "形式特征", _texts(文件组合类型="组合文件" if several else "单件", 页数=component.pages)
        )
        + _tag("存储位置", _texts(当前位置=claim.path))
        + _tag("权限管理", _texts(控制标识="未划定"))
        + _texts(
            信息系统描述=f"archivist {__version__}",
            附注=f"{DRAFT}，{UNSIGNED}。{piece.note}",
        )
    )


def _electronic(witness: Witness, component: Component, claim: Claim) -> str:
    reading, sm3 = component.document.reading, witness.sm3.get(claim.digest, "")
    shape = f"{reading.format}（PRONOM {reading.puid}）" if reading.puid else reading.format
    sums = f"SHA-256 {claim.digest}" + (f"；SM3 {sm3}" if sm3 else "")
    return _tag(
        "电子属性",
        _texts(格式信息=shape, 计算机文件名=claim.base, 计算机文件大小=claim.size, 数字摘要=sums),
    )


def _data(claim: Claim, *, outside: bool) -> tuple[str, str]:
    """What stands around the encoded bytes, or instead of them."""
    if outside:
        told = f"录音、录像不装入封装包，原文件在封装包旁：{claim.path.rpartition('/')[2]}"
        return _texts(编码描述=told), ""
    ending = claim.path.rpartition(".")[2]
    told = _texts(
        编码描述="“编码数据”为原文件二进制流的 Base64 编码", 反编码关键字=f"base64-{ending}"
    )
    return f'{told}<编码数据 编码数据ID="{_ID}-编码1-编码数据1">\n', "</编码数据>"


def _deeds(claim: Claim) -> str:
    """Who did what to it: its coming, and every decision of a person."""
    deeds = [("收件", claim.taken, claim.by, claim.name)]
    deeds += [(t.what, t.at, t.by, f"{t.house} {t.text}") for t in claim.history if t.decided]
    people = dict.fromkeys(by or "未知" for _, _, by, _ in deeds)
    numbers = {name: f"人员{number}" for number, name in enumerate(people, 1)}
    acts = "".join(
        _tag(
            "业务实体",
            _texts(
                业务标识符=f"业务{number}",
                机构人员标识符=numbers[by or "未知"],
                文件标识符=_identity(claim),
                业务状态="历史行为",
                业务行为=what,
                行为时间=at.isoformat(timespec="seconds"),
                行为描述=told,
            ),
        )
        for number, (what, at, by, told) in enumerate(deeds, 1)
    )
    persons = "".join(
        _tag("机构人员实体", _texts(机构人员标识符=key, 机构人员类型="个人", 机构人员名称=name))
        for name, key in numbers.items()
    )
    return _tag("业务实体块", acts) + _tag("机构人员实体块", persons)


def _identity(claim: Claim) -> str:
    return str(UUID(hex=claim.digest[:32], version=5))
