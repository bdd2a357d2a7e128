from pathlib import Path
def test_tour(notebook):
    page = notebook.open(Path("/work/main/notebooks/tour.ipynb"))
    p=page.page
    p.on("console", lambda m: print("console:", m.type, m.text[:300]))
    n = p.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length")
    import json
    src = json.loads(Path("/work/main/notebooks/tour.ipynb").read_text())["cells"]
    code=[i for i,c in enumerate(src) if c["cell_type"]=="code"]
    def run_nb(idx):
        p.evaluate("i => { const nb = window.jupyterapp.shell.currentWidget.content; nb.activeCellIndex = i; nb.deselectAll(); }", idx)
        page.command("notebook:run-cell")
        p.wait_for_function("i => { const m = window.jupyterapp.shell.currentWidget.content.widgets[i].model; return m.executionState !== 'running' && m.executionCount != null }", arg=idx, timeout=60000)
    for k in range(4): run_nb(code[k])
    p.get_by_test_id("annl-raster").scroll_into_view_if_needed()
    p.wait_for_timeout(4000)
    p.screenshot(path="/tmp/tour/a.png")
    f0=int(p.get_by_test_id("annl-raster").get_attribute("data-frames")); 
    p.wait_for_timeout(2000)
    f1=int(p.get_by_test_id("annl-raster").get_attribute("data-frames")); print("fps", (f1-f0)/2)

    cdp=p.context.new_cdp_session(p); cdp.send("Performance.enable",{"timeDomain":"threadTicks"})
    def met(): return {m["name"]:m["value"] for m in cdp.send("Performance.getMetrics")["metrics"]}
    import time
    for rep in range(3):
        fr=lambda: [int(p.get_by_test_id("annl-"+k).get_attribute("data-frames")) for k in ("raster","rate","trace")]
        m0,f0,t0=met(),fr(),time.time(); p.wait_for_timeout(4000); m1,f1,t1=met(),fr(),time.time()
        print("dt",round(t1-t0,2),"frames",[b-a for a,b in zip(f0,f1)],{k:round(m1[k]-m0[k],3) for k in ("TaskDuration","ScriptDuration","LayoutDuration","RecalcStyleDuration","LayoutCount","RecalcStyleCount")})
    # latency
    print(p.evaluate("""async()=>{const W=window; return 0}"""))
