"""One row a pattern of quotation: what is said, by whom, with which cue."""

import pytest

from yulu.quotes import extract

# (pattern, paragraphs, [(kind, text, speaker, cue)])
PATTERNS = [
    (
        "speaker, cue, colon",
        ["渡轮公司经理罗以安说：“警报响过两次，我们都记下来了。”"],
        [("direct", "警报响过两次，我们都记下来了。", "罗以安", "说")],
    ),
    (
        "speaker, cue, colon (traditional)",
        ["渡輪公司經理羅以安表示：「警報響過兩次，我們都記下來了。」"],
        [("direct", "警報響過兩次，我們都記下來了。", "羅以安", "表示")],
    ),
    (
        "straight marks",
        ['北屿总统田若梅周二在港口强调:"这条水道不属于任何一家公司。"'],
        [("direct", "这条水道不属于任何一家公司。", "田若梅", "强调")],
    ),
    (
        "speaker, cue, comma",
        ["工会主席秦望舒指出，“没有夜班津贴，就没有夜车。”"],
        [("direct", "没有夜班津贴，就没有夜车。", "秦望舒", "指出")],
    ),
    (
        "no mark between cue and quote",
        ["秦望舒说“我不相信他们会让步”。"],
        [("direct", "我不相信他们会让步", "秦望舒", "说")],
    ),
    (
        "speaker behind",
        ["“我们等了三年。”秦望舒说。"],
        [("direct", "我们等了三年。", "秦望舒", "说")],
    ),
    (
        "split quote",
        ["“我们等了三年，”秦望舒说，“不会再等一年。”"],
        [("direct", "我们等了三年，", "秦望舒", "说"), ("direct", "不会再等一年。", "秦望舒", "说")],
    ),
    (
        "over two paragraphs",
        ["稻农姚福来说：“他们谈的是水表。", "“我们看的是渠里有没有水。”"],
        [
            ("direct", "他们谈的是水表。", "姚福来", "说"),
            ("direct", "我们看的是渠里有没有水。", "姚福来", None),
        ],
    ),
    (
        "no closing mark",
        ['顾明岚坚持说："我们希望会议成为新的开始，也希望分歧到此为止。'],
        [("direct", "我们希望会议成为新的开始，也希望分歧到此为止。", "顾明岚", "坚持说")],
    ),
    (
        "mixed marks",
        ['顾明岚宣布："谈判桌还在原来的地方”。'],
        [("direct", "谈判桌还在原来的地方", "顾明岚", "宣布")],
    ),
    (
        "opener where a closer belongs",
        ["顾明岚说：“这是前所未有的让步“。"],
        [("direct", "这是前所未有的让步", "顾明岚", "说")],
    ),
    (
        "no opening mark",
        ["顾明岚表示，这里关系到下游的用水，感谢各位保护这条江。”"],
        [("direct", "这里关系到下游的用水，感谢各位保护这条江。", "顾明岚", "表示")],
    ),
    (
        "unclosed before the next quote",
        ['顾明岚说："谈判正在取得进展，我们需要时间。顾明岚还警告说：“我们需要稳定的水量”。'],
        [
            ("direct", "谈判正在取得进展，我们需要时间。", "顾明岚", "说"),
            ("direct", "我们需要稳定的水量", "顾明岚", "警告说"),
        ],
    ),
    (
        "nested marks",
        ["顾明岚说：“澜州的立场是‘先有数字，再谈补偿’。”"],
        [("direct", "澜州的立场是‘先有数字，再谈补偿’。", "顾明岚", "说")],
    ),
    (
        "reported clause with a quoted clause",
        ["顾明岚强调，双方分歧很大，但“我们不能成为分歧的囚徒”。"],
        [
            ("indirect", "双方分歧很大，但“我们不能成为分歧的囚徒”", "顾明岚", "强调"),
            ("direct", "我们不能成为分歧的囚徒", "顾明岚", "强调"),
        ],
    ),
    (
        "fragment in a reported clause (traditional)",
        ["藥管局指出，診所的做法「嚴重誤導病人」。"],
        [
            ("indirect", "診所的做法「嚴重誤導病人」", "藥管局", "指出"),
            ("partial", "嚴重誤導病人", "藥管局", "指出"),
        ],
    ),
    ("a term in marks is no quote", ["所谓的“夜车计划”在五年前提出，至今没有下文。"], []),
    ("a slogan in marks is no quote", ["他们以“危害公共安全”罪名起诉了船长。"], []),
    (
        "name and colon, no verb",
        ["程以宁：“补贴的账要算二十年，不是两年。”"],
        [("direct", "补贴的账要算二十年，不是两年。", "程以宁", None)],
    ),
    (
        "floating quote after a report",
        ["交通学者程以宁认为，补贴应当逐年退出。“最怕的是没有退出的日期，补贴变成常态。”"],
        [
            ("indirect", "补贴应当逐年退出", "程以宁", "认为"),
            ("direct", "最怕的是没有退出的日期，补贴变成常态。", "程以宁", None),
        ],
    ),
    (
        "pronoun",
        ["列车员戚若汀周三到工会投票。", "她说，休息室里放不下一张床。"],
        [("indirect", "休息室里放不下一张床", "戚若汀", "说")],
    ),
    (
        "demonstrative",
        ["渡轮公司发言人宣桂枝说，名单已经核对。该发言人还说，公司会逐户联络。"],
        [
            ("indirect", "名单已经核对", "宣桂枝", "说"),
            ("indirect", "公司会逐户联络", "宣桂枝", "说"),
        ],
    ),
    (
        "elided subject",
        ["顾明岚表示，澜州不会让步，并称草案还有六处空白。"],
        [("indirect", "澜州不会让步", "顾明岚", "表示"), ("indirect", "草案还有六处空白", "顾明岚", "并称")],
    ),
    (
        "surname alone",
        ["外长陈远山说，会谈会继续。", "陈又说，日期由双方商定。"],
        [("indirect", "会谈会继续", "陈远山", "说"), ("indirect", "日期由双方商定", "陈远山", "说")],
    ),
    (
        "apposition, title and gloss",
        ["独立机构流域观察的水文学家莱奥·班特（Leo Bant）认为，缺口不是流量，而是测量权。"],
        [("indirect", "缺口不是流量，而是测量权", "莱奥·班特", "认为")],
    ),
    (
        "short form of a foreign name",
        ["水文学家莱奥·班特认为，缺口是测量权。班特补充说，别处早已这样做。"],
        [
            ("indirect", "缺口是测量权", "莱奥·班特", "认为"),
            ("indirect", "别处早已这样做", "莱奥·班特", "补充说"),
        ],
    ),
    (
        "body",
        ["海事调查局表示，警报在撞船前被关闭。"],
        [("indirect", "警报在撞船前被关闭", "海事调查局", "表示")],
    ),
    (
        "unnamed source",
        ["一名不愿具名的官员透露，草案共有31条。"],
        [("indirect", "草案共有31条", "一名不愿具名的官员", "透露")],
    ),
    (
        "a text speaks for its issuer",
        ["渡轮公司周四发表声明。声明写道：“我们对每一位乘客负责，调查期间不会回避。”"],
        [("direct", "我们对每一位乘客负责，调查期间不会回避。", "渡轮公司", "写道")],
    ),
    (
        "relay: the words belong to the inner speaker",
        ["报道引述海事局局长费以谦表示，速限是纸本公告的。"],
        [("indirect", "速限是纸本公告的", "费以谦", "表示")],
    ),
    ("relay without a speaker is narration", ["据晨星日报报道，渡轮周五恢复通航，票价不变。"], []),
    (
        "content before the cue",
        ["渡轮下周就能恢复通航，罗以安说。"],
        [("indirect", "渡轮下周就能恢复通航", "罗以安", "说")],
    ),
    (
        "a report within a report",
        ["顾明岚说，律师告诉她，合同没有期限。"],
        [
            ("indirect", "律师告诉她，合同没有期限", "顾明岚", "说"),
            ("indirect", "合同没有期限", "律师", "告诉"),
        ],
    ),
    (
        "addressee between cue and content",
        ["顾明岚警告船公司，下一次撞船会有人坐牢。"],
        [("indirect", "下一次撞船会有人坐牢", "顾明岚", "警告")],
    ),
    (
        "demand",
        ["工会主席秦望舒呼吁市政府公布排班表。"],
        [("indirect", "市政府公布排班表", "秦望舒", "呼吁")],
    ),
    (
        "the narrator goes on",
        ["顾明岚声称草案已经完成，但代表们说没有看到。"],
        [("indirect", "草案已经完成", "顾明岚", "声称"), ("indirect", "没有看到", "代表们", "说")],
    ),
    ("act without content", ["顾明岚对此表示强烈谴责。田若梅表示欢迎。"], []),
    ("nothing was said", ["顾明岚没有透露草案的内容，秦望舒拒绝证实会谈的日期。"], []),
    ("noun, not verb", ["他的承诺和警告都没有用，这部小说的说法也不对。"], []),
    ("topic, not content", ["对于外界指渡轮没有减速，法院尚未开庭。"], []),
    (
        "name behind 的, with its Latin form",
        ["曾任水利银行行长的佐利安（Robert Zollian）说：“我们等得太久了。”"],
        [("direct", "我们等得太久了。", "佐利安", "说")],
    ),
    (
        "a body behind what it is",
        ["短片平台的母公司字节跳动指出，不会出售算法。", "中国大陆国台办宣称，这是误判。"],
        [
            ("indirect", "不会出售算法", "字节跳动", "指出"),
            ("indirect", "这是误判", "中国大陆国台办", "宣称"),
        ],
    ),
    (
        "the name of a vessel is no quote",
        ["费以谦说，“海燕七号”的警报响过两次。"],
        [("indirect", "“海燕七号”的警报响过两次", "费以谦", "说")],
    ),
    (
        "a report is not by who spoke last",
        ["费以谦说，警报响过两次。", "报告指出，速限是纸本公告的。"],
        [("indirect", "警报响过两次", "费以谦", "说"), ("indirect", "速限是纸本公告的", None, "指出")],
    ),
    (
        "counted advice is a noun",
        ["发言人洪又南回应，公司接受全部建议，系统将在三个月内改装。"],
        [("indirect", "公司接受全部建议，系统将在三个月内改装", "洪又南", "回应")],
    ),
    (
        "a colon and marks end a report",
        ["欧江宁强调，去年已经发出邀请：“在去年十二月的时候，由部长亲自致电邀请。”"],
        [
            ("indirect", "去年已经发出邀请", "欧江宁", "强调"),
            ("direct", "在去年十二月的时候，由部长亲自致电邀请。", "欧江宁", "强调"),
        ],
    ),
    (
        "a subject that no list knows",
        ["北屿乐园强调，摩天轮下周重开。"],
        [("indirect", "摩天轮下周重开", "北屿乐园", "强调")],
    ),
    (
        "a name known by its occupation alone, because it speaks",
        ["营养学家沙阿说，鱼要煮熟。"],
        [("indirect", "鱼要煮熟", "沙阿", "说")],
    ),
    (
        "a speaker behind a long description",
        ["在海洋大学讲授航运史的顾明岚说，航线已经恢复。"],
        [("indirect", "航线已经恢复", "顾明岚", "说")],
    ),
    (
        "a nickname in marks",
        ["微博博主“望海人”发文指出，渡轮改道。"],
        [("indirect", "渡轮改道", "望海人", "发文指出")],
    ),
    (
        "the short form of a body",
        ["中国航运研究院说，运价上涨。", "中航院指出，船只不够。"],
        [
            ("indirect", "运价上涨", "中国航运研究院", "说"),
            ("indirect", "船只不够", "中国航运研究院", "指出"),
        ],
    ),
    (
        "an officer of a body",
        ["渡轮公司说，航线停航。其负责人表示，乘客可以退票。"],
        [("indirect", "航线停航", "渡轮公司", "说"), ("indirect", "乘客可以退票", "渡轮公司负责人", "表示")],
    ),
    (
        "a report is by the same as the last time",
        ["海洋研究所报告说，水位下降。", "秦望舒说，他没有看过。", "报告也指出，航道变窄。"],
        [
            ("indirect", "水位下降", "海洋研究所", "说"),
            ("indirect", "他没有看过", "秦望舒", "说"),
            ("indirect", "航道变窄", "海洋研究所", "指出"),
        ],
    ),
    (
        "a letter is by its sender",
        ["顾明岚向大会致贺信。", "信中指出，航运已经复苏。"],
        [("indirect", "航运已经复苏", "顾明岚", "指出")],
    ),
    (
        "who acts on the occasion is not who speaks",
        ["台风过境后，港务局局长顾明岚召开记者会，并表示航线停航。"],
        [("indirect", "航线停航", "顾明岚", "表示")],
    ),
    (
        "two speakers set against each other",
        ["报社称沉没的是渡轮，但后来港务局表示那是一艘货轮。"],
        [("indirect", "沉没的是渡轮", "报社", "称"), ("indirect", "那是一艘货轮", "港务局", "表示")],
    ),
    (
        "a semicolon ends what follows its cue",
        ["港务局要求货轮停航；几天后，航线恢复。"],
        [("indirect", "货轮停航", "港务局", "要求")],
    ),
    (
        "a proposal before a modal verb, not before a noun",
        ["顾明岚提出应当停航。", "顾明岚提出要求。"],
        [("indirect", "应当停航", "顾明岚", "提出")],
    ),
    ("light verb", ["顾明岚对方案进行猛烈批评，秦望舒没有理会。"], []),
    ("a promise kept is none made", ["外界对公司是否能够兑现承诺多有疑问。"], []),
    ("what is only tried is not said", ["公司设法要求船员放弃津贴。"], []),
    ("evidence says nothing", ["有证据表明，航道已经淤塞。"], []),
    ("a verb inside another phrase", ["各项测试都符合要求，顾明岚很满意。"], []),
    (
        "a paragraph that is one quote",
        ["“渡轮又晚了两个小时。”顾明岚说。", "渡轮停在港口。", "“我们还在码头上等下一班船。”"],
        [
            ("direct", "渡轮又晚了两个小时。", "顾明岚", "说"),
            ("direct", "我们还在码头上等下一班船。", "顾明岚", None),
        ],
    ),
    (
        "a paragraph that is one quote, behind another speaker",
        [
            "“渡轮又晚了两个小时。”顾明岚说。",
            "渡轮停在港口，秦望舒说没有人受伤。",
            "渡轮走了。",
            "“我们还在码头上等下一班船。”",
        ],
        [
            ("direct", "渡轮又晚了两个小时。", "顾明岚", "说"),
            ("indirect", "没有人受伤", "秦望舒", "说"),
        ],
    ),
    ("a noun phrase behind 了", ["顾明岚指出了公司的客户群。"], []),
    ("denied from afar", ["北屿没有对这片海域宣称拥有主权。"], []),
    (
        "a verb that only leads to the next",
        ["港务局否认，称渡轮没有超速。"],
        [("indirect", "渡轮没有超速", "港务局", "称")],
    ),
    (
        "words that say of somebody what he is",
        ["顾明岚批评秦望舒“只会空谈”。"],
        [("indirect", "秦望舒“只会空谈”", "顾明岚", "批评"), ("partial", "只会空谈", "顾明岚", "批评")],
    ),
    (
        "a report inside a noun phrase",
        ["北屿声称拥有这片海域的主张没有人支持。"],
        [("indirect", "拥有这片海域", "北屿", "声称")],
    ),
    (
        "behind a semicolon begins another subject",
        ["顾明岚说，渡轮没有超速；港务局也作出回应，表示将公布记录。"],
        [("indirect", "渡轮没有超速", "顾明岚", "说"), ("indirect", "将公布记录", "港务局", "表示")],
    ),
    (
        "what was said begins with its circumstances",
        ["顾明岚抱怨在台风的影响下，渡轮停航了三天。"],
        [("indirect", "在台风的影响下，渡轮停航了三天", "顾明岚", "抱怨")],
    ),
    (
        "a name of the registry ends before a weekday",
        ["外长王毅周二在记者会上表示，渡轮照常开行。"],
        [("indirect", "渡轮照常开行", "王毅", "表示")],
    ),
    (
        "what is to be done is no addressee",
        ["港务局要求渡轮公司赔偿两名乘客，但公司没有答应。"],
        [("indirect", "渡轮公司赔偿两名乘客", "港务局", "要求")],
    ),
    (
        "whom a government tells what to do",
        ["北屿政府要求其公民和大学生避免前往南岬旅游。"],
        [("indirect", "其公民和大学生避免前往南岬旅游", "北屿政府", "要求")],
    ),
    (
        "a text behind its measure word",
        ["港务局的一份声明说，渡轮没有超速。"],
        [("indirect", "渡轮没有超速", "港务局", "说")],
    ),
    (
        "this report",
        ["据《北屿日报》报道，渡轮停航。该报道称，公司没有道歉。"],
        [("indirect", "公司没有道歉", "北屿日报", "称")],
    ),
    (
        "a paper in marks behind its country keeps both marks",
        ["据台湾《北屿时报》报道，渡轮停航。报道称，公司没有道歉。"],
        [("indirect", "公司没有道歉", "台湾《北屿时报》", "称")],
    ),
    (
        "a magazine in marks before its foreign name keeps both marks",
        ["「渡輪誌」（The Ferry）雜誌指出，票價將會上升。"],
        [("indirect", "票價將會上升", "「渡輪誌」（The Ferry）雜誌", "指出")],
    ),
    (
        "what a noun stands behind is what it is about",
        ["顾明岚强调来自台风的全方面威胁。", "顾明岚批评渡轮公司掩盖事故的行为。"],
        [],
    ),
    (
        "an occasion and what is said on it",
        ["港务局回应记者查询时则称，渡轮没有超速。"],
        [("indirect", "渡轮没有超速", "港务局", "称")],
    ),
    (
        "told to somebody and said",
        ["顾明岚告诉北屿日报称，渡轮没有超速。"],
        [("indirect", "渡轮没有超速", "顾明岚", "称")],
    ),
    (
        "beside a report without comma",
        ["顾明岚说要查清原因，港务局也要求公司说明情况。"],
        [("indirect", "要查清原因", "顾明岚", "说"), ("indirect", "公司说明情况", "港务局", "要求")],
    ),
    (
        "another reports behind a comma",
        ["顾明岚称渡轮没有超速，港务局则表示，调查还没有结束。"],
        [("indirect", "渡轮没有超速", "顾明岚", "称"), ("indirect", "调查还没有结束", "港务局", "表示")],
    ),
    (
        "an organisation with a verb's name",
        ["环保组织称，渡轮漏油。"],
        [("indirect", "渡轮漏油", "环保组织", "称")],
    ),
    (
        "the name of a body in marks",
        ["一个名为“海燕会”的民间组织表示，渡轮漏油。"],
        [("indirect", "渡轮漏油", "海燕会", "表示")],
    ),
    (
        "the name behind what it is",
        ["官媒“北屿新闻”报道说，渡轮停航。"],
        [("indirect", "渡轮停航", "北屿新闻", "报道说")],
    ),
    (
        "a dateline in the text",
        ["北屿——港务局警方表示，渡轮没有超速。"],
        [("indirect", "渡轮没有超速", "港务局警方", "表示")],
    ),
    (
        "a few whole words",
        ["渡轮公司回答称“已经停航”。", "渡轮公司表示“深切关注”。"],
        [("direct", "已经停航", "渡轮公司", "回答称"), ("partial", "深切关注", "渡轮公司", "表示")],
    ),
    (
        "with whom something is agreed",
        ["顾明岚宣布与南岬达成具有历史意义的协议。"],
        [("indirect", "与南岬达成具有历史意义的协议", "顾明岚", "宣布")],
    ),
    (
        "supporters of this policy",
        ["顾明岚说，渡轮没有超速。", "这项政策的支持者认为，停航没有必要。"],
        [
            ("indirect", "渡轮没有超速", "顾明岚", "说"),
            ("indirect", "停航没有必要", "这项政策的支持者", "认为"),
        ],
    ),
    (
        "a short form that is explained",
        ["北屿海上安全监督总局（下称“海安局”）周一公布报告。", "海安局指出，渡轮没有超速。"],
        [("indirect", "渡轮没有超速", "北屿海上安全监督总局", "指出")],
    ),
    (
        "who commented above",
        ["“渡轮就是北屿人的命脉，谁也不能让它停航。”", "北屿总统田若梅周二在港口作出上述评论。"],
        [("direct", "渡轮就是北屿人的命脉，谁也不能让它停航。", "田若梅", None)],
    ),
    (
        "a claim that is rejected",
        ["研究人员反驳了港务局宣称渡轮没有超速的说法。"],
        [("indirect", "渡轮没有超速", "港务局", "宣称")],
    ),
    (
        "but behind a cue",
        ["顾明岚称，但是渡轮没有超速。", "他这么说，但没有人相信。"],
        [("indirect", "但是渡轮没有超速", "顾明岚", "称")],
    ),
    (
        "a cue in a longer word",
        ["岛民对停航拍手称快，罗以安没有回应。"],
        [],
    ),
    (
        "traditional particle",
        ["接著羅以安指出渡輪沒有超速。"],
        [("indirect", "渡輪沒有超速", "羅以安", "指出")],
    ),
    (
        "about a long thing",
        ["顾明岚认为有关停航的措施，可能加深岛民的不满。"],
        [("indirect", "有关停航的措施，可能加深岛民的不满", "顾明岚", "认为")],
    ),
    (
        "what shows something says nothing",
        ["渡轮公司连续停航三天，表明北屿的码头已经不堪重负。"],
        [],
    ),
    (
        "media together are no subject",
        ["综合北屿日报和海燕社报道，渡轮工会周一提起诉讼，要求港务局公开记录。"],
        [],
    ),
    (
        "blame goes on behind a comma",
        ["顾明岚指责渡轮公司掩盖事故，危害乘客的安全。"],
        [("indirect", "渡轮公司掩盖事故，危害乘客的安全", "顾明岚", "指责")],
    ),
    (
        "a colon inside a report",
        ["海燕社报道，顾明岚在记者会上说：“渡轮没有超速，我们会公布记录。”"],
        [
            ("indirect", "顾明岚在记者会上说：“渡轮没有超速，我们会公布记录。”", "海燕社", "报道"),
            ("direct", "渡轮没有超速，我们会公布记录。", "顾明岚", "说"),
        ],
    ),
    (
        "the users of this city",
        ["顾明岚说，渡轮没有超速。", "该市一些社交媒体用户表示，码头已经关闭。"],
        [
            ("indirect", "渡轮没有超速", "顾明岚", "说"),
            ("indirect", "码头已经关闭", "该市一些社交媒体用户", "表示"),
        ],
    ),
    (
        "the mentioned source",
        ["上述渡轮公司的消息人士表示，渡轮没有超速。"],
        [("indirect", "渡轮没有超速", "渡轮公司的消息人士", "表示")],
    ),
    (
        "told to the other side",
        ["顾明岚正告对方，渡轮不会停航。"],
        [("indirect", "渡轮不会停航", "顾明岚", "正告")],
    ),
    (
        "what is announced ends where the narrator goes on",
        ["港务局宣布渡轮停航三天，乘客纷纷改乘火车。"],
        [("indirect", "渡轮停航三天", "港务局", "宣布")],
    ),
    (
        "a pronoun behind its description",
        ["渡轮公司经理罗以安今年退休。", "现年65岁的他说，渡轮没有超速。"],
        [("indirect", "渡轮没有超速", "罗以安", "说")],
    ),
    (
        "a sentence of nothing but marked words",
        ["许多岛民指责渡轮公司掩盖事故。“立刻停航！”、“我们要看记录”。"],
        [
            ("indirect", "渡轮公司掩盖事故", "许多岛民", "指责"),
            ("direct", "立刻停航！", "许多岛民", None),
            ("direct", "我们要看记录", "许多岛民", None),
        ],
    ),
    (
        "a few words behind a colon",
        ["工会主席秦望舒在码头上流下了眼泪：“我只想回家！”"],
        [("direct", "我只想回家！", "秦望舒", None)],
    ),
    (
        "she is no man of the registry",
        ["渡轮公司经理秦望舒会见了总统特朗普。", "特朗普说，码头很漂亮。她说，渡轮照常开行。"],
        [("indirect", "码头很漂亮", "特朗普", "说"), ("indirect", "渡轮照常开行", "秦望舒", "说")],
    ),
    (
        "a body whose last character is an adverb elsewhere",
        ["北屿证交所强调，渡轮公司照常交易。"],
        [("indirect", "渡轮公司照常交易", "北屿证交所", "强调")],
    ),
    (
        "which company is meant",
        ["渡轮停航三天。经营航线的是北屿海运有限公司，该公司说，记录已经公开。"],
        [("indirect", "记录已经公开", "北屿海运有限公司", "说")],
    ),
    (
        "a programme's name in marks",
        ["北屿电视台的节目“海上周刊”报道称，渡轮没有超速。"],
        [("indirect", "渡轮没有超速", "海上周刊", "报道称")],
    ),
    (
        "whom somebody leads speaks",
        ["主席顾明岚领导的调查委员会说，记录已经公开。"],
        [("indirect", "记录已经公开", "调查委员会", "说")],
    ),
    (
        "this president",
        ["北屿总统田若梅周二到达港口。", "这位总统说，渡轮没有超速。"],
        [("indirect", "渡轮没有超速", "田若梅", "说")],
    ),
    (
        "another man is somebody else",
        ["罗以安说，渡轮没有超速。", "另一名男子说，渡轮停航了三天。"],
        [("indirect", "渡轮没有超速", "罗以安", "说"), ("indirect", "渡轮停航了三天", "另一名男子", "说")],
    ),
    (
        "this father",
        ["一名船员的父亲昨天到达港口。这名父亲说，渡轮没有超速。"],
        [("indirect", "渡轮没有超速", "一名船员的父亲", "说")],
    ),
    (
        "a question that is answered",
        ["港务局回应媒体查询指，渡轮没有超速。"],
        [("indirect", "渡轮没有超速", "港务局", "指")],
    ),
    (
        "what is not said",
        ["顾明岚说，渡轮没有超速，但未说明原因。"],
        [("indirect", "渡轮没有超速", "顾明岚", "说")],
    ),
    (
        "a name in marks alone",
        ["“海燕大本营”称，渡轮漏油。"],
        [("indirect", "渡轮漏油", "海燕大本营", "称")],
    ),
    (
        "this speech",
        ["北屿总统田若梅昨天发表讲话。", "田若梅这次讲话中还提到，渡轮会继续开行。"],
        [("indirect", "渡轮会继续开行", "田若梅", "提到")],
    ),
    (
        "whom a medium reports on",
        ["海燕社报道，渡轮公司结束合作，并要求港务局公开记录。"],
        [("indirect", "渡轮公司结束合作", "海燕社", "报道")],
    ),
    (
        "an adverb before a description",
        ["密切关注航线的许多航运分析人士说，渡轮会继续开行。"],
        [("indirect", "渡轮会继续开行", "密切关注航线的许多航运分析人士", "说")],
    ),
    (
        "words that somebody spoke are no report",
        ["顾明岚讲这番话的时候没有人回应。"],
        [],
    ),
    (
        "a text that somebody published somewhere",
        ["港务局说，渡轮超速。", "发布在网站的报告指出，船长没有睡觉。"],
        [("indirect", "渡轮超速", "港务局", "说"), ("indirect", "船长没有睡觉", "港务局", "指出")],
    ),
]


@pytest.mark.parametrize(
    ("paragraphs", "expected"), [row[1:] for row in PATTERNS], ids=[r[0] for r in PATTERNS]
)
def test_pattern(paragraphs: list[str], expected: list[tuple[str, str, str | None, str | None]]) -> None:
    found = [(q.kind, q.text, q.speaker, q.cue) for q in extract(paragraphs)]
    assert found == expected
