# %% [markdown]
# # 01 浙江示例一览 · The Zhejiang sample at a glance
#
# 从文件到答案：装入示例，取快照，看四张卡、产业链缺口和一张网络图。每个数都能查回原始文件的那一行。
#
# From files to answers: load the sample, take a snapshot, look at four cards, the gaps of a chain
# and a picture of the network. Every number leads back to the rows it came from.

# %%
from pathlib import Path

from graph import compute_cards, find_gaps, open_snapshot, open_store
from graph.ecosystem.scopes import PROVINCE
from graph.metrics.registry import REGISTRY
from graph.metrics.result import REASONS
from graph.plots import Picture
from graph.report.evidence import Tracer
from graph.report.network import Filter
from loaders import zhejiang
from loaders.build import build

store = open_store("memory:")
report = build(store, [Path(zhejiang.__file__).parent])
snapshot = open_snapshot(store)
report.totals, snapshot.digest[:16]

# %% [markdown]
# ## 四张卡 · Four cards
#
# 没有来源涉及的写“未观测”，不写 0。 What no source speaks of reads “unobserved”, never 0.

# %%
[textile] = compute_cards(snapshot, ["ctr:modern-textile"])
for card, results in textile.cards.items():
    for key, result in results.items():
        if not REGISTRY[key].headline:
            continue
        if result.value is not None:
            shown = f"{result.value:.3f}"
        elif result.low is not None:
            shown = f"{result.low:.3f} – {result.high:.3f}"
        else:
            shown = REASONS[result.reason]["zh"]
        print(f"{card:8} {REGISTRY[key].label['zh']:14} {shown}  ({result.observed}/{result.of})")

# %% [markdown]
# ## 一个数从哪里来 · Where a number comes from

# %%
tracer = Tracer(snapshot, store)
rows = tracer.rows(textile.cards["core"]["core_tie_share"].evidence)
carrying = [row for row in rows if row["contribution"] is not None]
for row in carrying[:6]:
    print(f"{row['contribution']:.4f}  {row['file']}:{row['row']}  {row['relation']['type']}")
print(
    f"{len(carrying)} 行构成此值，{len(rows) - len(carrying)} 行是前提；"
    f"合计 {sum(row['contribution'] for row in carrying):.6f}"
)

# %% [markdown]
# ## 产业链缺口 · Gaps of a chain
#
# 三张清单：断裂、暴露、待核实。 Three lists: breaks, exposures, to verify.

# %%
[chain] = find_gaps(snapshot, ["chn:ic"])
print(chain.name, chain.segment_counts, chain.link_counts)
for name in ("breaks", "exposures", "to_verify"):
    found = getattr(chain, name)
    print(name, len(found), [gap.name for gap in found[:5]])

# %% [markdown]
# ## 全省与 NetworkX · The province, and NetworkX

# %%
[province] = compute_cards(snapshot, [PROVINCE])
graph = snapshot.to_networkx()
len(graph), graph.number_of_edges(), province.scope.observed.sum(), len(province.scope)

# %% [markdown]
# ## 网络图 · The network
#
# 由 pyvis 画，但页面不向外请求任何东西。 Drawn by pyvis, but the page asks nothing of the outside.

# %%
Picture(snapshot, chosen=Filter(types=("Center", "Base", "Organization")), limit=120)
