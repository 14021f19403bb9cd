"""How the specimens were made. Run from the project root: ``python -m tests.specimens.recipe FOLDER``.

The old Office formats come from LibreOffice (``soffice``), so a second run gives other bytes;
the files beside this one are the specimens, this script is their recipe.
"""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import struct
import subprocess
import sys
import tarfile
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import docx
import olefile
import py7zr
import pypdf
import xlsxwriter

LINES = (
    "青山县食品安全委员会办公室文件",
    "青食安办〔2022〕15号",
    "关于印发《2022年食品安全工作要点》的通知",
    "各成员单位：",
    "现将《2022年食品安全工作要点》印发给你们，请认真贯彻执行。",
    "附件：1．食品安全工作要点",
    "青山县食品安全委员会办公室",
    "2022年3月9日",
)
TEXT = "\n".join(LINES)
ROWS = (
    ("序号", "单位", "检查日期", "得分"),
    ("1", "县教育局", "2022-04-01", "95.5"),
    ("2", "县市场监管局", "2022-04-02", "98"),
)
SLIDES = ("食品安全宣传周", "开展“你点我检”活动")
STAMP = (2022, 3, 9, 10, 30, 0)


def write_text(folder: Path) -> None:
    """Plain and marked-up text in the encodings clerks really use."""
    (folder / "txt.txt").write_bytes(TEXT.encode("gb18030"))
    (folder / "txt-utf16.txt").write_bytes(TEXT.encode("utf-16"))
    (folder / "csv.csv").write_bytes("\r\n".join(",".join(row) for row in ROWS).encode("utf-8-sig"))
    (folder / "md.md").write_text(
        f"# {LINES[2]}\n\n## 目标\n\n- **责任**：见[附件](a.docx)\n", "utf-8"
    )
    (folder / "json.json").write_text('{"标题": "食品安全工作要点", "年度": 2022}\n', "utf-8")
    body = "".join(f"<p>{line}</p>" for line in LINES)
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    page = f"<!DOCTYPE html><html><head><meta charset='gb2312'><title>通知</title></head><body>{body}<table>{table}</table></body></html>"
    (folder / "html.html").write_bytes(page.encode("gb18030"))
    (folder / "xml.xml").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><通知><文号>{LINES[1]}</文号><标题>{LINES[2]}</标题></通知>',
        "utf-8",
    )
    (folder / "svg.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><text>{LINES[2]}</text></svg>',
        "utf-8",
    )
    rtf = "".join(f"\\u{ord(c)}?" if ord(c) < 0x8000 else f"\\u{ord(c) - 65536}?" for c in LINES[2])
    gbk = "".join(f"\\'{b:02x}" for b in LINES[3].encode("gb18030"))
    (folder / "rtf.rtf").write_text(
        "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 SimSun;}}{\\info{\\title X}}\\f0 "
        + rtf
        + "\\par "
        + gbk
        + "\\par }",
        "ascii",
    )


def write_office(folder: Path) -> None:
    """New Office by the writing libraries, old Office and OpenDocument by LibreOffice."""
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=4)
    for row in ROWS:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = value
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.core_properties.author = "王小明"
    document.core_properties.title = LINES[2]
    document.save(str(folder / "docx.docx"))
    with xlsxwriter.Workbook(folder / "xlsx.xlsx") as book:
        book.set_properties({"author": "王小明", "created": datetime(*STAMP, tzinfo=UTC)})
        sheet = book.add_worksheet("检查台账")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, [int(v) if v.isdigit() else v for v in row])
        sheet.write_comment("B2", "已整改")
    write_slides(folder / "pptx.pptx")
    for source, endings in (("docx.docx", ("doc", "odt", "pdf")), ("xlsx.xlsx", ("xls", "ods"))):
        for ending in endings:
            subprocess.run(
                [
                    "soffice",
                    "--headless",
                    "--convert-to",
                    ending,
                    "--outdir",
                    str(folder),
                    str(folder / source),
                ],
                check=True,
                timeout=120,
            )
    for ending, stem in (
        ("doc", "docx"),
        ("odt", "docx"),
        ("pdf", "docx"),
        ("xls", "xlsx"),
        ("ods", "xlsx"),
    ):
        (folder / f"{stem}.{ending}").rename(folder / f"{ending}.{ending}")
    for name, user in (("pdf-encrypted.pdf", "user"), ("pdf-owner-locked.pdf", "")):
        writer = pypdf.PdfWriter(clone_from=folder / "pdf.pdf")
        writer.encrypt(
            user,
            "owner",
            permissions_flag=pypdf.constants.UserAccessPermissions(0),
            algorithm="RC4-128",
        )
        writer.write(folder / name)


def write_slides(path: Path) -> None:
    """The smallest PPTX with two slides: relations and text, no design."""
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.presentationml"

    def shape(text: str) -> str:
        return f'<p:sld {space}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/><p:sp><p:nvSpPr><p:cNvPr id="2" name="t"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9000000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"/></p:spPr><p:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>'

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:

        def put(name: str, text: str) -> None:
            file.writestr(
                zipfile.ZipInfo(name, STAMP), f'<?xml version="1.0" encoding="UTF-8"?>{text}'
            )

        overrides = "".join(
            f'<Override PartName="/ppt/slides/slide{i}.xml" ContentType="{kind}.slide+xml"/>'
            for i in (1, 2)
        )
        put(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/ppt/presentation.xml" ContentType="{kind}.presentation.main+xml"/>{overrides}</Types>',
        )
        put(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="ppt/presentation.xml"/></Relationships>',
        )
        put(
            "ppt/presentation.xml",
            f'<p:presentation {space}><p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId1"/></p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>',
        )
        put(
            "ppt/_rels/presentation.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/slide" Target="slides/slide1.xml"/><Relationship Id="rId2" Type="{office}/slide" Target="slides/slide2.xml"/></Relationships>',
        )
        for number, text in enumerate(SLIDES, 1):
            put(f"ppt/slides/slide{number}.xml", shape(text))


def write_show(folder: Path) -> None:
    """Two slides as ODP, and as PPT: outline text in the document, one free box in a slide."""
    space = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    pages = "".join(
        f"<draw:page><draw:frame><draw:text-box><text:p>{line}</text:p></draw:text-box></draw:frame></draw:page>"
        for line in SLIDES
    )
    with zipfile.ZipFile(folder / "odp.odp", "w") as file:
        file.writestr(
            zipfile.ZipInfo("mimetype", STAMP), "application/vnd.oasis.opendocument.presentation"
        )
        file.writestr(
            zipfile.ZipInfo("content.xml", STAMP),
            f"<office:document-content {space}><office:body><office:presentation>{pages}</office:presentation></office:body></office:document-content>",
        )

    def record(kind: int, data: bytes, version: int = 0) -> bytes:
        return struct.pack("<HHI", version, kind, len(data)) + data

    def persist(number: int) -> bytes:
        return record(0x03F3, struct.pack("<IIIII", number, 0, 0, 0, 0))

    outline = persist(2) + record(0x0FA0, SLIDES[0].encode("utf-16-le")) + persist(3)
    document = record(0x03E8, record(0x0FF0, outline, 0xF), 0xF)
    slides = [
        record(0x03EE, b"", 0xF),
        record(0x03EE, record(0x0FA0, SLIDES[1].encode("utf-16-le")), 0xF),
    ]
    places = [0, len(document), len(document) + len(slides[0])]
    body = document + b"".join(slides)
    directory = record(0x1772, struct.pack("<I3I", 3 << 20 | 1, *places))
    edit = record(0x0FF5, struct.pack("<IIIIIII", 0, 0, 0, len(body), 1, 0, 0))
    user = record(
        0x0FF6,
        struct.pack("<IIIHHBBH", 20, 0xE391C05F, len(body) + len(directory), 0, 1012, 3, 0, 0),
    )
    streams = {"PowerPoint Document": body + directory + edit, "Current User": user}
    (folder / "ppt.ppt").write_bytes(ole(streams))
    (folder / "dps.dps").write_bytes(ole({**streams, "DpsCustomData": b"Kingsoft"}))


def write_ofd(path: Path) -> None:
    """One page with two lines in three pieces, and a seal listed."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    pieces = ((20, 20, LINES[0]), (20, 40, "青食安办"), (60, 40, "〔2022〕15号"))
    objects = "".join(
        f'<ofd:TextObject ID="{i}" Boundary="{x} {y} 39 6" Font="1" Size="5"><ofd:TextCode X="0" Y="5">{t}</ofd:TextCode></ofd:TextObject>'
        for i, (x, y, t) in enumerate(pieces, 10)
    )
    parts = {
        "OFD.xml": f'<ofd:OFD {space} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>{"a" * 32}</ofd:DocID><ofd:Title>{LINES[2]}</ofd:Title><ofd:CreationDate>2022-03-09</ofd:CreationDate></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>',
        "Doc_0/Document.xml": f'<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content></ofd:Page>',
        "Doc_0/Signs/Signatures.xml": f'<ofd:Signatures {space}><ofd:Signature ID="1" Type="Seal" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>',
        "Doc_0/Signs/Sign_0/Signature.xml": f'<ofd:Signature {space}><ofd:SignedInfo><ofd:StampAnnot ID="1" PageRef="1" Boundary="100 200 40 40"/></ofd:SignedInfo></ofd:Signature>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(zipfile.ZipInfo(name, STAMP), text)


def write_xps(path: Path) -> None:
    """Two pages: a line in two runs with one below it, and a page that only paints."""
    space = 'xmlns="http://schemas.microsoft.com/xps/2005/06"'
    runs = ((90, 100, LINES[0][:4]), (170, 100, LINES[0][4:]), (90, 140, "{}" + LINES[1]))
    glyphs = "".join(
        f'<Glyphs OriginX="{x}" OriginY="{y}" FontUri="/f.odttf" FontRenderingEmSize="18" UnicodeString="{text}"/>'
        for x, y, text in runs
    )
    pages = (glyphs, '<Path Data="M 0,0 L 9,9" Fill="#ff000000"/>')
    named = "".join(f'<PageContent Source="Pages/{n}.fpage"/>' for n in (1, 2))
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "FixedDocSeq.fdseq": f'<FixedDocumentSequence {space}><DocumentReference Source="Documents/1/FixedDoc.fdoc"/></FixedDocumentSequence>',
        "Documents/1/FixedDoc.fdoc": f"<FixedDocument {space}>{named}</FixedDocument>",
        **{
            f"Documents/1/Pages/{n}.fpage": f'<FixedPage Width="793" Height="1122" {space}>{painted}</FixedPage>'
            for n, painted in enumerate(pages, 1)
        },
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(zipfile.ZipInfo(name, STAMP), text)


def write_shortcuts(folder: Path) -> None:
    """A shortcut as Windows makes it (only its header), and one to a page of the web."""
    identity = bytes.fromhex("0114020000000000c000000000000046")
    (folder / "lnk.lnk").write_bytes(struct.pack("<I", 76) + identity + bytes(56))
    (folder / "url.url").write_bytes(b"[InternetShortcut]\r\nURL=http://www.example.gov.cn/\r\n")


def write_formula(path: Path) -> None:
    """An OpenDocument formula."""
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(
            zipfile.ZipInfo("mimetype", STAMP), "application/vnd.oasis.opendocument.formula"
        )
        file.writestr(
            zipfile.ZipInfo("content.xml", STAMP),
            '<math xmlns="http://www.w3.org/1998/Math/MathML" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><text:p>得分=95</text:p></math>',
        )


def write_xlsb(path: Path) -> None:
    """A binary workbook of one sheet with a text and a number (MS-XLSB)."""

    def record(kind: int, data: bytes = b"") -> bytes:
        head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return head + bytes([len(data)]) + data

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    book = (
        record(131)
        + record(143)
        + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("台账"))
        + record(144)
        + record(132)
    )
    cells = record(6, struct.pack("<II", 0, 0) + wide("县教育局")) + record(
        5, struct.pack("<IId", 1, 0, 95.5)
    )
    row = record(0, struct.pack("<IIHHBI", 0, 0, 300, 0, 0, 0))
    sheet = (
        record(129)
        + record(148, struct.pack("<IIII", 0, 0, 0, 1))
        + record(145)
        + row
        + cells
        + record(146)
        + record(130)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in (
            (
                "[Content_Types].xml",
                f'<Types xmlns="{package}/content-types"><Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'.encode(),
            ),
            (
                "_rels/.rels",
                f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.bin"/></Relationships>'.encode(),
            ),
            ("xl/workbook.bin", book),
            (
                "xl/_rels/workbook.bin.rels",
                f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'.encode(),
            ),
            ("xl/worksheets/sheet1.bin", sheet),
        ):
            file.writestr(zipfile.ZipInfo(name, STAMP), data)


def ole(streams: dict[str, bytes]) -> bytes:
    """An OLE file of these streams; "folder/name" puts one into a storage (one level)."""
    size, free, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
    data = {
        name: value.ljust(4096, b"\0") if len(value) < 4096 else value
        for name, value in streams.items()
    }
    folders = sorted({name.partition("/")[0] for name in data if "/" in name})
    tops = [*folders, *sorted(name for name in data if "/" not in name)]
    entries: list[
        tuple[str, int, int, int, int, int]
    ] = []  # name, kind, right, child, start, length
    blocks: list[bytes] = []
    table: list[int] = []
    place = {}
    for name, value in data.items():
        place[name] = len(table)
        count = -(-len(value) // size)
        blocks.append(value.ljust(count * size, b"\0"))
        table += [*range(len(table) + 1, len(table) + count), end]
    order = [("", "Root Entry", 5)] + [("", top, 1 if top in folders else 2) for top in tops]
    for folder in folders:
        order += [(folder, name, 2) for name in sorted(data) if name.startswith(folder + "/")]
    index = {(parent, name): number for number, (parent, name, _) in enumerate(order)}
    for parent, name, kind in order:
        siblings = [n for p, n, k in order if p == parent and k != 5]
        later = siblings[siblings.index(name) + 1 :] if name in siblings else []
        right = index[parent, later[0]] if later else free
        inner = [
            n
            for p, n, k in order
            if (p == name or (kind == 5 and p == "")) and k != 5 and kind != 2
        ]
        child = index[("" if kind == 5 else name), inner[0]] if inner else free
        start, length = (
            (place[name], len(data[name])) if kind == 2 else (end if kind == 5 else 0, 0)
        )
        entries.append((name.rpartition("/")[2], kind, right, child, start, length))
    directory = b""
    for name, kind, right, child, start, length in entries:
        raw = name.encode("utf-16-le")
        directory += struct.pack(
            "<64sHBBIII16sIQQIQ",
            raw,
            len(raw) + 2,
            kind,
            1,
            free,
            right,
            child,
            b"",
            0,
            0,
            0,
            start,
            length,
        )
    count = -(-len(directory) // size)
    directory = directory.ljust(count * size, b"\0")
    first = len(table)
    table += [*range(first + 1, first + count), end]
    sectors = -(-(len(table) + 16) // 127)
    fat = len(table)
    table += [0xFFFFFFFD] * sectors
    table += [free] * (sectors * 128 - len(table))
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        b"",
        0,
        sectors,
        first,
        0,
        4096,
        end,
        0,
        end,
        0,
    )
    head += struct.pack("<109I", *[fat + i if i < sectors else free for i in range(109)])
    return head + b"".join(blocks) + directory + struct.pack(f"<{len(table)}I", *table)


def write_ole(folder: Path) -> None:
    """Kingsoft's variants of the old formats, an encrypted package, and an Outlook message."""
    for source, target, mark in (("doc", "wps", "WpsCustomData"), ("xls", "et", "ETExtData")):
        with olefile.OleFileIO(folder / f"{source}.{source}") as old:
            streams = {
                "/".join(entry): old.openstream(entry).read()
                for entry in old.listdir()
                if len(entry) == 1
            }
        (folder / f"{target}.{target}").write_bytes(ole({**streams, mark: b"Kingsoft"}))
    (folder / "ooxml-encrypted.docx").write_bytes(
        ole({"EncryptedPackage": b"\x01" * 600, "EncryptionInfo": b"\x04\x00\x04\x00"})
    )

    def wide(text: str) -> bytes:
        return text.encode("utf-16-le")

    attachment = "__attach_version1.0_#00000000"
    stamp = struct.pack("<IIQ", 0x00390040, 6, 132912450000000000)
    (folder / "msg.msg").write_bytes(
        ole(
            {
                "__properties_version1.0": b"\0" * 32 + stamp,
                "__substg1.0_0037001F": wide(LINES[2]),
                "__substg1.0_0C1A001F": wide("王小明"),
                "__substg1.0_0E04001F": wide("食安办"),
                "__substg1.0_1000001F": wide(LINES[4]),
                f"{attachment}/__properties_version1.0": b"\0" * 8,
                f"{attachment}/__substg1.0_3707001F": wide("台账.csv"),
                f"{attachment}/__substg1.0_37010102": (
                    "序号,单位\n" + "1,县教育局\n" * 300
                ).encode(),
            }
        )
    )


def write_mail(folder: Path) -> None:
    """A GBK mail as old clients send it, with an attachment; and a saved web page."""
    subject = "关于朱镕同志检查食品安全的通知"
    b64 = base64.b64encode
    lines = [
        "From: =?gb2312?B?" + b64("王小明".encode("gbk")).decode() + "?= <wang@example.gov>",
        "To: office@example.gov",
        "Subject: =?gb2312?B?" + b64(subject.encode("gb18030")).decode() + "?=",
        "Date: Wed, 9 Mar 2022 10:30:00 +0800",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain; charset=gb2312",
        "Content-Transfer-Encoding: base64",
        "",
        b64(TEXT.replace("执行", "执行朱镕").encode("gb18030")).decode(),
        "--b",
        "Content-Type: text/csv",
        "Content-Disposition: attachment; filename*=utf-8''%E5%8F%B0%E8%B4%A6.csv",
        "Content-Transfer-Encoding: base64",
        "",
        b64("序号,单位\n1,县教育局\n".encode()).decode(),
        "--b--",
        "",
    ]
    (folder / "eml.eml").write_bytes("\r\n".join(lines).encode("ascii"))
    page = f"<html><head><title>{LINES[2]}</title></head><body><p>{LINES[4]}</p></body></html>"
    saved = [
        "From: <Saved by Blink>",
        "Snapshot-Content-Location: http://example.gov/",
        "MIME-Version: 1.0",
        'Content-Type: multipart/related; type="text/html"; boundary="b"',
        "",
        "--b",
        "Content-Type: text/html; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "",
        b64(page.encode()).decode(),
        "--b--",
        "",
    ]
    (folder / "mht.mht").write_bytes("\r\n".join(saved).encode("ascii"))


def rar5(name: str, data: bytes) -> bytes:
    """A stored RAR 5 archive of one member."""

    def number(value: int) -> bytes:
        out = b""
        while value > 0x7F:
            out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
        return out + bytes([value])

    def block(body: bytes) -> bytes:
        sized = number(len(body)) + body
        return struct.pack("<I", zlib.crc32(sized)) + sized

    raw = name.encode()
    fields = (
        number(2) + number(2) + number(len(data)) + number(4) + number(len(data)) + number(0o100644)
    )
    member = block(
        fields
        + struct.pack("<I", zlib.crc32(data))
        + number(0)
        + number(1)
        + number(len(raw))
        + raw
    )
    return (
        b"Rar!\x1a\x07\x01\x00"
        + block(number(1) + number(0) + number(0))
        + member
        + data
        + block(number(5) + number(4) + number(0))
    )


def write_packed(folder: Path) -> None:
    """Containers; the ZIP as Chinese Windows writes it, with unflagged GBK names."""
    members = {"材料/通知.txt": TEXT.encode(), "材料/台账.csv": "序号,单位\n1,县教育局\n".encode()}
    with zipfile.ZipFile(folder / "zip.zip", "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            info = zipfile.ZipInfo(name.encode("gbk").decode("cp437"), STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, data)
    unflag(
        folder / "zip.zip",
        {
            name.encode("gbk").decode("cp437").encode("utf-8"): name.encode("gbk")
            for name in members
        },
    )
    with tarfile.open(folder / "tar.tar", "w") as tar:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = len(data), 1646793000
            tar.addfile(entry, io.BytesIO(data))
    raw = (folder / "tar.tar").read_bytes()
    (folder / "gz.tar.gz").write_bytes(gzip.compress(raw, mtime=0))
    (folder / "bz2.bz2").write_bytes(bz2.compress(TEXT.encode()))
    (folder / "xz.xz").write_bytes(lzma.compress(TEXT.encode()))
    with py7zr.SevenZipFile(folder / "7z.7z", "w") as seven:
        for name, data in members.items():
            seven.writestr(data, name)
    (folder / "rar.rar").write_bytes(rar5("材料/通知.txt", TEXT.encode()))


def unflag(path: Path, names: dict[bytes, bytes]) -> None:
    """Replace UTF-8 names by raw GBK ones and clear the flag, keeping all lengths right."""
    with zipfile.ZipFile(path) as file:
        members = [(i, file.read(i)) for i in file.infolist()]
    out, central = b"", b""
    for info, data in members:
        name = names[info.filename.encode("utf-8")]
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(data) + packer.flush()
        date = (STAMP[0] - 1980) << 9 | STAMP[1] << 5 | STAMP[2]
        time = STAMP[3] << 11 | STAMP[4] << 5
        common = struct.pack(
            "<HHHHHIIIHH",
            20,
            0,
            8,
            time,
            date,
            zlib.crc32(data),
            len(packed),
            len(data),
            len(name),
            0,
        )
        central += (
            b"PK\x01\x02"
            + struct.pack("<H", 20)
            + common
            + struct.pack("<HHHII", 0, 0, 0, 0, len(out))
            + name
        )
        out += b"PK\x03\x04" + common + name + packed
    end = struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, len(members), len(members), len(central), len(out), 0
    )
    path.write_bytes(out + central + end)


def main(folder: Path) -> None:
    """Write all specimens into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder)
    write_office(folder)
    write_show(folder)
    write_ofd(folder / "ofd.ofd")
    write_xps(folder / "xps.xps")
    write_shortcuts(folder)
    write_formula(folder / "odf.odf")
    write_xlsb(folder / "xlsb.xlsb")
    write_ole(folder)
    write_mail(folder)
    write_packed(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
