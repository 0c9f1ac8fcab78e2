/// The style sheet of a report's page: for screens in light and dark, and for paper.
enum ReportStyle {
  static let sheet: HTML = """

    :root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d8dee4;--page:#fff;--card:#f6f8fa;\
    --good:#176f2c;--bad:#b42318;--a:#0b62b0;--b:#c2500a;--c:#0f7a5a;--d:#8a4fa3;--e:#6b7480;\
    --s1:#cfe3f6;--s2:#94c1ea;--s3:#4d94d6;--s4:#1a67b3;--s5:#0b3a6b}
    @media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9ba5b0;--line:#343d48;--page:#0f1419;\
    --card:#181f27;--good:#6fd08c;--bad:#ff8a7d;--a:#6cb2f5;--b:#f0965a;--c:#58c9a1;--d:#c79be0;--e:#9aa4af;\
    --s1:#2b4d73;--s2:#35699e;--s3:#4388cc;--s4:#7db6ec;--s5:#c3e0fa}}
    *{box-sizing:border-box}
    body{margin:0 auto;padding:2.5rem 1.25rem 4rem;max-width:62rem;background:var(--page);color:var(--ink);\
    font:1rem/1.55 system-ui,"Segoe UI",Roboto,"Helvetica Neue","DejaVu Sans",Arial,sans-serif}
    h1{font-size:2rem;line-height:1.2;margin:.1em 0 .3em;letter-spacing:-.01em}
    h2{font-size:1.25rem;margin:0 0 .2rem}
    section{margin:2.5rem 0 0}
    p{margin:.4rem 0;max-width:46rem}
    .from{color:var(--soft);text-transform:uppercase;letter-spacing:.06em;font-size:.85rem;margin:0}
    .soft,.none,footer{color:var(--soft)}
    .tiles{list-style:none;display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:.75rem;\
    margin:1.5rem 0 0;padding:0}
    .tiles li{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.7rem .9rem;\
    color:var(--soft);font-size:.9rem;line-height:1.35}
    .tiles strong{display:block;font-size:1.7rem;line-height:1.25;color:var(--ink);font-weight:650;\
    font-variant-numeric:tabular-nums}
    .tiles .good strong{color:var(--good)}.tiles .bad strong{color:var(--bad)}
    figure{margin:.8rem 0 0;background:var(--card);border:1px solid var(--line);border-radius:.5rem;\
    padding:.9rem 1rem}
    svg{display:block;width:100%;height:auto}
    svg text{font-size:13px;fill:var(--ink)}svg .soft{fill:var(--soft);font-size:12px}
    svg .end{text-anchor:end}svg .middle{text-anchor:middle}svg .figure,svg .name{font-weight:600;font-variant-numeric:tabular-nums}
    .grid{stroke:var(--line);stroke-width:1}
    .line{fill:none;stroke-width:2.5;stroke-linejoin:round}.dot{stroke:var(--card);stroke-width:1.5}
    .bar{stroke:var(--card);stroke-width:1}
    .line.a{stroke:var(--a)}.line.b{stroke:var(--b)}.line.c{stroke:var(--c)}.line.d{stroke:var(--d)}
    .dot.a,.bar.a,svg .name.a{fill:var(--a)}.dot.b,.bar.b,svg .name.b{fill:var(--b)}
    .dot.c,.bar.c,svg .name.c{fill:var(--c)}.dot.d,.bar.d,svg .name.d{fill:var(--d)}.bar.e{fill:var(--e)}
    .bar.s1{fill:var(--s1)}.bar.s2{fill:var(--s2)}.bar.s3{fill:var(--s3)}.bar.s4{fill:var(--s4)}\
    .bar.s5{fill:var(--s5)}
    .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;margin:0 0 .6rem;padding:0;\
    font-size:.85rem;color:var(--soft)}
    .legend i{display:inline-block;width:.8rem;height:.8rem;border-radius:.15rem;margin-right:.4rem;\
    vertical-align:-.05rem}
    i.a{background:var(--a)}i.b{background:var(--b)}i.c{background:var(--c)}i.d{background:var(--d)}\
    i.e{background:var(--e)}i.s1{background:var(--s1)}i.s2{background:var(--s2)}i.s3{background:var(--s3)}\
    i.s4{background:var(--s4)}i.s5{background:var(--s5)}
    table{border-collapse:collapse;width:100%;font-size:.92rem;margin-top:.8rem;\
    font-variant-numeric:tabular-nums}
    th,td{text-align:right;padding:.4rem 0 .4rem 1rem;border-bottom:1px solid var(--line)}
    th:first-child{text-align:left;padding-left:0;font-weight:400}
    thead th,thead th:first-child{color:var(--soft);font-weight:600;font-size:.82rem}
    details{margin-top:.6rem;font-size:.9rem}summary{color:var(--soft);cursor:pointer}
    footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:.6rem;font-size:.85rem}
    @page{size:A4;margin:16mm 15mm 18mm}
    @media print{:root{color-scheme:light;--ink:#000;--soft:#444;--line:#bbb;--page:#fff;--card:#fff;\
    --good:#000;--bad:#000;--a:#0b62b0;--b:#c2500a;--c:#0f7a5a;--d:#8a4fa3;--e:#6b7480;--s1:#cfe3f6;\
    --s2:#94c1ea;--s3:#4d94d6;--s4:#1a67b3;--s5:#0b3a6b}
    html{font-size:9.5pt}body{max-width:none;padding:0}*{print-color-adjust:exact}
    section{margin-top:1.6rem}h2,p{break-after:avoid}figure,tr,.tiles li{break-inside:avoid}
    details:not([open]){display:none}}

    """
}
