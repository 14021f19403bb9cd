"""What stands on the corpus's Chinese pictures, typed from looking at them; the illegible are left out.

Left out: lines of random characters too blurred for a person (``chn-*``, ``00010965``, ``rand_cn1``)
and collages without a reading order (``shupai``, ``std-ocr``, ``return_word_debug``).
"""

from __future__ import annotations

TRUTHS = {
    "20457890_2399557098.jpg": "就会哈哈大笑。3.0",
    "black_font_color_transparent.png": "我是中国人",
    "white_font_color_transparent.png": "我是中国人",
    "img_exif_orientation.jpg": "我是中国人",
    "issue_170.png": "TEST",
    "empty_black.jpg": "",
    "hybrid.png": "o12345678",
    "rand_cn2.png": "凉芦",
    "short.png": "中国网络空间安全",
    "test_without_det.jpg": "在中国作家协会第三届儿童文学",
    "text_cls.jpg": "怪我咯",
    "text_rec.jpg": "韩国小馆",
    "chi_sim_image.jpeg": (
        "新鲜甘草黄酮养分，是扫除肌肤代谢物的最佳“清道夫”，迅速激发细胞活"
        "力，帮助肌肤完美吸收后续营养,改善肌肤松弛、干燥、暗沉等现象，肌肤"
        "倍感嫩白柔滑，宛若新生。"
        "适用人群：适合任何肌肤，尤其适用毛孔粗大、油脂分泌过多、外油内干，"
        "肤色黑黄、暗沉，希望美白的皮肤。"
    ),
    "en.jpg": (
        "3 MovieShots Dataset To facilitate the shot type analysis in videos, we collect MovieShots,"
        " a large-scale shot type annotation set that contains 46K shots from 7858 movies."
        " The details of this dataset are specified as follows."
    ),
    "fanti.jpg": (
        "【般若波羅蜜多心經】觀自在菩薩行深般若波羅蜜多時照見五蘊皆空度一切苦厄舍利子色不異空空不"
        "異色色即是空空即是色受想行識亦復如是舍利子是諸法空相不生不滅不垢"
        "不淨不增不減是故空中無色無受想行識無眼耳鼻舌身意無色聲香味觸法無眼界乃"
        "至無意識界無無明亦無無明盡乃至無老死亦無老死盡無苦集滅道無智亦無得"
    ),
    "multi-line_cn1.png": (
        "网络支付并无本质的区别，因为每一个手机号码和邮件地址背后都会对应着一个账户——这个账"
        "户可以是信用卡账户、借记卡账户，也包括邮局汇款、手机代收、电话代收、预付费卡和点卡等多种形式。"
    ),
    "multi-line_cn2.png": (
        "当然，在媒介越来越多的情形下，意味着传播方式的变化。过去主流的是大众传播，现在互动性和定制"
        "性带来了新的挑战——如何让品牌与消费者更加互动。"
    ),
    "test_letterbox_like.jpg": (
        "A:：取决于所使用的执行提供者，它可能没有完全支持模型中的所有操作。回落到CPU操作可能会导致性能"
        "速度的下降。此外，即使一个操作是由CUDA execution provider实现的，由于性能的原因，它也不一定会把"
        "操作分配/放置到CUDA EP上。要想看到ORT决定的位置，请打开verbose日志并查看控制台的输出。"
    ),
    "text_vertical_words.png": "有評是是非非之士師也是非不得問之人要取之已取之時不參一人見而",
}
