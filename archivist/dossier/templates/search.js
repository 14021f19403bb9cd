// Search and viewing from file://: data comes in scripts, because pages there may not fetch.
"use strict";
var archivist = (function () {
  var base = "检索/", had = {}, boxes = [], shards = 64;
  var parts = { box: {}, text: {}, index: {}, pages: {} };
  function take(kind) { return function (number, data) { parts[kind][number] = data; }; }
  function load(name) {
    if (!had[name]) {
      had[name] = new Promise(function (done) {
        var script = document.createElement("script");
        script.src = encodeURI(base) + name;
        script.onload = function () { done(true); };
        script.onerror = function () { done(false); };
        document.head.appendChild(script);
      });
    }
    return had[name];
  }
  function known(count, data) {
    var first = 0;
    shards = count;
    boxes = data.map(function (b, n) {
      var box = { n: n, number: b[0], folder: b[1], code: b[2], point: b[3], count: b[4], contents: b[5], first: first };
      first += b[4];
      return box;
    });
  }
  function normal(text) { return text.normalize("NFKC").toLowerCase().trim().replace(/\s+/g, " "); }
  function letter(c) { return /[\p{L}\p{N}]/u.test(c); }
  function pairs(word) {
    var c = Array.from(word), found = {};
    for (var i = 0; i + 1 < c.length; i++) { if (letter(c[i]) && letter(c[i + 1])) { found[c[i] + c[i + 1]] = 1; } }
    return Object.keys(found);
  }
  function shard(pair) { var c = Array.from(pair); return (c[0].codePointAt(0) * 31 + c[1].codePointAt(0)) % shards; }
  function places(pair) {
    var told = (parts.index[shard(pair)] || {})[pair];
    var last = 0;
    return told === undefined ? [] : told.split(" ").map(function (g) { return (last += parseInt(g, 36)); });
  }
  function both(a, b) { var s = new Set(b); return a.filter(function (x) { return s.has(x); }); }
  function boxOf(place) {
    var low = 0, high = boxes.length - 1;
    while (low < high) { var mid = (low + high + 1) >> 1; if (boxes[mid].first <= place) { low = mid; } else { high = mid - 1; } }
    return boxes[low];
  }
  function way(steps) { return steps.map(encodeURIComponent).join("/"); }
  function lies(box, file) { return way(box.folder.split("/").concat(file)); }
  function make(name, text, into, attributes) {
    var element = document.createElement(name);
    if (text) { element.textContent = text; }
    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    into.appendChild(element);
    return element;
  }
  function byId(id) { return document.getElementById(id); }
  function marked(text, words, into) {
    var rest = text;
    while (rest) {
      var at = -1, met = "";
      words.forEach(function (w) { var i = normal(rest).length === rest.length ? normal(rest).indexOf(w) : rest.toLowerCase().indexOf(w); if (i >= 0 && (at < 0 || i < at)) { at = i; met = w; } });
      if (at < 0) { into.appendChild(document.createTextNode(rest)); return; }
      into.appendChild(document.createTextNode(rest.slice(0, at)));
      make("mark", rest.slice(at, at + met.length), into);
      rest = rest.slice(at + met.length);
    }
  }
  function around(text, words) {
    for (var i = 0; i < words.length; i++) {
      var at = text.indexOf(words[i]);
      if (at >= 0) { var from = Math.max(0, at - 40); return (from ? "…" : "") + text.slice(from, at + 100) + "…"; }
    }
    return text.slice(0, 100);
  }
  function whenSeen(element, then) {
    var eye = new IntersectionObserver(function (seen) {
      if (seen.some(function (one) { return one.isIntersecting; })) { eye.disconnect(); then(); }
    }, { rootMargin: "400px" });
    eye.observe(element);
  }
  function paper(n, call, into) {
    var image = make("img", "", into, { alt: "", decoding: "async", class: "paper" });
    whenSeen(image, function () {
      load("p" + n + ".js").then(function () {
        var code = (parts.pages[n] || {})[call];
        if (code) { image.src = "data:image/jpeg;base64," + code; } else { image.remove(); }
      });
    });
  }
  function firstPages(n, up) {
    var section = byId("first-pages"), list = section.querySelector("ul");
    base = up + base;
    section.hidden = false;
    whenSeen(section, function () {
      Promise.all([load("known.js"), load("b" + n + ".js")]).then(function () {
        parts.box[n].forEach(function (line) {
          if (line[7] !== "pdf" || !line[13]) { return; }
          var link = make("a", "", make("li", "", list), { href: up + encodeURI("看件.html") + "#" + boxes[n].number + "/" + line[4] });
          paper(n, line[4], link);
          link.appendChild(document.createTextNode(line[4] + "　"));
          make("bdi", line[0], link);
        });
      });
    });
  }
  function search() {
    var found = [], shown = 0, words = [], turn = 0;
    function told(text) { byId("told").textContent = text; }
    function hit(place) {
      var box = boxOf(place);
      return Promise.all([load("b" + box.n + ".js"), load("t" + box.n + ".js")]).then(function () {
        var line = parts.box[box.n][place - box.first], text = parts.text[box.n][place - box.first];
        return { box: box, line: line, text: text };
      });
    }
    function list(mine) {
      var next = found.slice(shown, shown + 20);
      Promise.all(next.map(hit)).then(function (hits) {
        if (mine !== turn) { return; }
        hits.forEach(function (h) {
          var item = make("li", "", byId("hits"));
          if (h.line[10]) { make("img", "", item, { src: way(h.line[10].split("/")), alt: "", loading: "lazy", decoding: "async" }); }
          else if (h.line[7] === "pdf" && h.line[13]) { paper(h.box.n, h.line[4], item); }
          var head = make("h2", "", item);
          marked(h.line[0], words, make("a", "", head, { href: encodeURI("看件.html") + "#" + h.box.number + "/" + h.line[4] }));
          make("p", ["盒 " + h.box.number + " 件 " + h.line[4], h.box.code + " " + h.box.point, h.line[2], h.line[3], h.line[6]].filter(Boolean).join("　"), item, { class: "small soft" });
          marked(around(normal(h.text), words), words, make("p", "", item));
        });
        shown += next.length;
        byId("more").hidden = shown >= found.length;
      });
    }
    function ask() {
      var mine = ++turn;
      words = normal(byId("q").value).split(" ").filter(function (w) { return pairs(w).length; });
      byId("hits").textContent = "";
      byId("more").hidden = true;
      if (!words.length) { told(byId("q").value.trim() ? "请至少输入相连的两个字。" : ""); return; }
      told("正在查……");
      var all = [];
      words.forEach(function (w) { all = all.concat(pairs(w)); });
      load("known.js").then(function () {
        return Promise.all(all.map(function (pair) { return load("i" + shard(pair) + ".js"); }));
      }).then(function () {
        if (mine !== turn) { return; }
        var lists = all.map(places).sort(function (a, b) { return a.length - b.length; });
        found = lists.reduce(both);
        shown = 0;
        told(found.length ? "找到 " + found.length + " 件。" : "没有找到。可换个说法，或少写几个字。");
        list(mine);
      });
    }
    byId("ask").addEventListener("submit", function (event) { event.preventDefault(); location.hash = encodeURIComponent(byId("q").value); ask(); });
    byId("more").addEventListener("click", function () { list(turn); });
    if (location.hash) { byId("q").value = decodeURIComponent(location.hash.slice(1)); ask(); }
  }
  function unable(shown, said) { shown.addEventListener("error", function () { byId("told").textContent = said; }); }
  function still(first, n) { return n ? first.replace(/\.jpg$/, "-" + (n + 1) + ".jpg") : first; }
  function zoomed(view, addresses, title) {
    var size = 100, bar = make("p", "", view);
    var frame = make("div", "", view, { class: "frame", tabindex: "0", role: "region", "aria-label": "图片，可滚动，按加号放大、减号缩小、零复原" });
    var keys = {};
    var images = addresses.map(function (address, n) {
      var image = make("img", "", frame, { alt: addresses.length > 1 ? title + "，第 " + (n + 1) + " 页" : title, loading: n ? "lazy" : "eager" });
      unable(image, "浏览器不能显示这张图片，请打开原件。");
      image.src = address;
      return image;
    });
    [["放大", 1.25, "+="], ["缩小", 0.8, "-_"], ["合适", 0, "0"]].forEach(function (one) {
      function scale() {
        size = one[1] ? Math.min(800, Math.max(20, size * one[1])) : 100;
        images.forEach(function (image) { image.style.width = size + "%"; });
      }
      make("button", one[0], bar, { type: "button" }).addEventListener("click", scale);
      one[2].split("").forEach(function (key) { keys[key] = scale; });
    });
    frame.addEventListener("keydown", function (event) {
      if (keys[event.key] && !event.ctrlKey && !event.metaKey) { event.preventDefault(); keys[event.key](); }
    });
  }
  function played(view, name, address, title, poster) {
    var player = make(name, "", view, { controls: "", "aria-label": title, preload: "metadata" });
    if (poster) { player.setAttribute("poster", poster); }
    unable(player, "浏览器不能播放这种格式，请打开原件，用播放软件播放。");
    player.src = address;
    return player;
  }
  function clock(seconds) { return Math.floor(seconds / 60) + ":" + ("0" + Math.floor(seconds % 60)).slice(-2); }
  function filmed(view, address, title, poster, moments) {
    var player = played(view, "video", address, title, poster);
    if (!poster || moments.length < 2) { return; }
    var strip = make("div", "", view, { class: "strip", role: "group", "aria-label": "几处画面，按一下从那里播放" });
    moments.map(function (at, n) { return { at: at, src: still(poster, n) }; })
      .sort(function (a, b) { return a.at - b.at; })
      .forEach(function (still) {
        var button = make("button", "", strip, { type: "button" });
        make("img", "", button, { src: still.src, alt: "", loading: "lazy", decoding: "async" });
        make("span", clock(still.at), button, {});
        button.addEventListener("click", function () { player.currentTime = still.at; player.play().catch(function () { return null; }); });
      });
  }
  function paged(view, address, title, first) {
    if (navigator.pdfViewerEnabled === false) {
      byId("told").textContent = "这个浏览器不能在页内显示 PDF，请打开原件。";
      first(make("a", "打开原件", make("p", "", view), { href: address, class: "first" }));
      return;
    }
    make("iframe", "", view, { src: address, title: title, class: "pdf" });
  }
  function show(box, line, text) {
    var view = byId("view"), address = lies(box, line[1]), title = line[0];
    var small = line[10] && way(line[10].split("/"));
    view.textContent = "";
    byId("title").textContent = title;
    document.title = title;
    byId("about").textContent = ["盒 " + box.number + " 件 " + line[4], box.code + " " + box.point, line[2], line[5], line[6], line[3], line[9], line[11] && "互见 " + line[11]].filter(Boolean).join("　");
    byId("open").href = address;
    byId("open").hidden = false;
    byId("told").textContent = line[7] === "text" ? "浏览器不能直接显示这种格式，" + (small ? "这里是缩小的预览" + (line[8] > line[13] ? "（前 " + line[13] + " 页）" : "") + "；" : text ? "下面是识读出的文字；" : "也没有识读出文字；") + "版式请打开原件看。" : "";
    if (line[7] === "pdf") { paged(view, address, title, function (link) { if (line[13]) { paper(box.n, line[4], link); } }); }
    else if (line[7] === "image") { zoomed(view, [address], title); }
    else if (line[7] === "sound") { played(view, "audio", address, title); }
    else if (line[7] === "film") { filmed(view, address, title, small, line[12]); }
    else if (small) { zoomed(view, Array.from({ length: line[13] }, function (_, n) { return still(small, n); }), title); }
    byId("said").hidden = !text;
    byId("said").open = line[7] === "text";
    byId("text").textContent = text;
  }
  function viewer() {
    function go() {
      var asked = decodeURIComponent(location.hash.slice(1)).split("/");
      load("known.js").then(function () {
        var box = boxes.filter(function (b) { return b.number === asked[0]; })[0];
        if (!box) { byId("told").textContent = "请从检索结果或各盒的目录进入。"; return; }
        return Promise.all([load("b" + box.n + ".js"), load("t" + box.n + ".js")]).then(function () {
          var lines = parts.box[box.n];
          var at = lines.findIndex(function (line) { return line[4] === asked[1] || line[4] === asked[1] + "-01"; });
          if (at < 0) { byId("told").textContent = "本盒没有这一件。"; return; }
          show(box, lines[at], parts.text[box.n][at]);
          byId("box").href = lies(box, box.contents + ".html") + "#" + parseInt(lines[at][4], 10);
          byId("box").hidden = false;
          [["prev", -1], ["next", 1]].forEach(function (one) {
            var other = lines[at + one[1]];
            byId(one[0]).hidden = !other;
            if (other) { byId(one[0]).href = "#" + box.number + "/" + other[4]; }
          });
        });
      });
    }
    window.addEventListener("hashchange", go);
    go();
  }
  return { box: take("box"), text: take("text"), index: take("index"), pages: take("pages"), known: known, firstPages: firstPages, search: search, viewer: viewer };
})();
