/// The style sheet of a statement's page: for screens in light and dark, and for paper.
enum StatementStyle {
  static let sheet: HTML = """

    :root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d8dee4;--page:#fff;--card:#f6f8fa;\
    --accent:#0b5cad;--good:#176f2c;--warn:#7a4d00;--warnbg:#fff6dc}
    @media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9ba5b0;--line:#39424d;--page:#0f1419;\
    --card:#181f27;--accent:#79b8ff;--good:#6fd08c;--warn:#f0c674;--warnbg:#2b2410}}
    *{box-sizing:border-box}
    body{margin:0 auto;padding:2.5rem 1.25rem 4rem;max-width:68rem;background:var(--page);color:var(--ink);\
    font:1rem/1.55 system-ui,"Segoe UI",Roboto,"Helvetica Neue","DejaVu Sans",Arial,sans-serif}
    h1{font-size:2rem;line-height:1.2;margin:.1em 0 .5em;letter-spacing:-.01em}
    h2{font-size:1.35rem;margin:0 0 .6rem;padding-bottom:.3rem;border-bottom:2px solid var(--line)}
    h3{font-size:1.05rem;margin:0 0 .35rem}
    section{margin:2.75rem 0 0;scroll-margin-top:1rem}
    p{margin:.5rem 0;max-width:46rem}
    a{color:var(--accent)}
    small{display:block;color:var(--soft);font-size:.82rem;line-height:1.4}
    .from{color:var(--soft);text-transform:uppercase;letter-spacing:.06em;font-size:.85rem;margin:0}
    .lead{font-size:1.1rem}
    .none,em{color:var(--soft)}
    .notice{background:var(--warnbg);color:var(--warn);border-left:4px solid currentColor;\
    padding:.6rem .9rem}
    .tiles{list-style:none;display:flex;flex-wrap:wrap;gap:.75rem;margin:1.5rem 0 0;padding:0}
    .tiles li{flex:1 1 9rem;background:var(--card);border:1px solid var(--line);border-radius:.5rem;\
    padding:.7rem .9rem;color:var(--soft)}
    .tiles strong{display:block;font-size:1.7rem;line-height:1.2;color:var(--ink);\
    font-variant-numeric:tabular-nums}
    nav{display:flex;flex-wrap:wrap;gap:.35rem 1.1rem;margin-top:1.5rem;font-size:.95rem}
    .wide{overflow-x:auto}
    table{border-collapse:collapse;width:100%;min-width:42rem;font-size:.92rem}
    th,td{text-align:left;vertical-align:top;padding:.5rem .9rem .5rem 0;\
    border-bottom:1px solid var(--line)}
    thead th{color:var(--soft);font-weight:600;font-size:.82rem;white-space:nowrap}
    tbody th{font-weight:600}
    td,tbody th{overflow-wrap:break-word}td.value{overflow-wrap:anywhere;min-width:9rem}
    .value bdi{white-space:pre-wrap;font-weight:600}
    code{font-size:.85rem;word-break:break-all}
    time span{white-space:nowrap}
    .item{display:block}
    article{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--soft);\
    border-radius:.4rem;padding:.8rem 1rem;margin:.8rem 0}
    article.live{border-left-color:var(--good)}
    .state{font-weight:400;font-size:.85rem;color:var(--soft);border:1px solid currentColor;\
    border-radius:1rem;padding:.05rem .6rem;margin-left:.4rem;white-space:nowrap}
    .live .state{color:var(--good)}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.6rem 0;font-size:.92rem}
    dt{color:var(--soft)}dd{margin:0}
    details{font-size:.9rem}details ul{margin:.4rem 0 0;padding-left:1.2rem}details small{display:inline}
    .contact{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.7rem 1rem;\
    max-width:30rem}
    .rights{padding-left:1.2rem;max-width:46rem}.rights li{margin:.45rem 0}
    footer{margin-top:3rem;border-top:1px solid var(--line);color:var(--soft);font-size:.85rem}
    @page{size:A4;margin:16mm 15mm 18mm}
    @media print{:root{color-scheme:light;--ink:#000;--soft:#444;--line:#bbb;--page:#fff;--card:#fff;\
    --accent:#000;--good:#000;--warn:#000;--warnbg:#fff}
    html{font-size:9.5pt}body{max-width:none;padding:0}
    nav{display:none}.wide{overflow:visible}a{text-decoration:none}
    h2,h3,section>p{break-after:avoid}
    thead{display:table-header-group}tr,article,.tiles li,.rights li{break-inside:avoid}
    table{min-width:0}
    details:not([open])>*{display:block}details::details-content{content-visibility:visible;\
    display:block}summary{list-style:none;color:var(--soft)}
    section{margin-top:1.6rem}}

    """
}
