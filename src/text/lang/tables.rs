//! What tells languages of one script apart: their commonest small words, and stretches of letters typical of one of them.
//!
//! In `MARKS`, `^` and `$` stand for the beginning and end of a word.

/// What is known of one language.
pub(super) struct Profile {
    /// ISO 639-1 code.
    pub lang: &'static str,
    /// Its commonest small words, lower case, separated by white space.
    pub words: &'static str,
    /// Stretches of letters that are common in it and rare in its neighbours.
    pub marks: &'static str,
    /// Letters that its neighbours do not have.
    pub letters: &'static str,
}

/// Languages in Latin letters.
pub(super) const LATIN: &[Profile] = &[
    Profile {
        lang: "en",
        words: "a i the of and to in is it that for was on are with as be at by this have from or had not but what all were when we there can \
            an your which their said if do will each about how up out them then she many some so these would other into has more her two like him \
            see time could no make than first been its who now people my made over did down only way find use may long after before between against \
            through under where while because since during without within should must might his he they you our us i me also just very any new \
            most both same here why those such until says say told report reports week year years today day world state states government minister \
            president foreign war against nor off too own well back even still get go come know think good want take one three last next never always \
            another being does don't didn't can't i'm it's please home more every work right great old big high small large own thing things man life \
            part place case group number company problem fact best better least let put set run news general many year only main general art home international world national member university office service policy information used using \
            shall regarding future major copy unique page january february march april june july august september october november december \
            however whether yet once few less much am my beware",
        marks: "^th th the th$ ^wh ght ing$ ed$ ly$ ough ck ness$ ^sh sh$ ee oo wn$ ould ^kn ey$ ity$ ly ry$ ^wr tion$ ea ay$ rs$ ts$ ow$ ^y ew$ ty$ ful less \
            ch$ ies$ ous$ ive$ tions$ ment$ tions dge nt$ rd$ st$ al$ ers$ ks$ lt ck$ ^in ion$ ions$ ons$ ings$ ted$ er$ ter$ nal$ ^un ould ome ll$ ss$",
        letters: "",
    },
    Profile {
        lang: "fr",
        words: "le la les de des du un une et est en que qui dans pour pas par sur avec ce il elle au aux ne se sont plus ou son sa ses nous vous ils elles \
            mais comme on tout tous toute toutes fait être été cette ces leur leurs si bien sans peut après avant entre aussi encore très même où donc \
            alors quand depuis contre pendant sous chez vers deux trois ans année jour président ministre gouvernement était avait ont ai as a à y dont \
            ainsi lors selon afin car cela ceci ça c'est d'un d'une qu'il n'est autre autres faire dit notre votre nos vos mon ma mes je tu moi toi lui \
            moins peu beaucoup trop ici là non oui jamais toujours rien chaque quelque quelques plusieurs premier première dernier dernière nouveau \
            nouvelle grand grande monde pays état guerre fois temps hommes femmes vie ville voir soit sera serait avoir ayant étaient parce puis déjà \
            c d l j n qu s m jusqu lorsque aucun aucune celui celle ceux pourquoi comment page saint notre fin numéro loi partie nom suite cas point place sens homme femme société droit européen française français france paris \
            étudiants janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        marks: "é ée ré ^ré ^dé é$ ion$ ions$ tions$ er$ aire$ ble$ ces$ se$ te$ re$ ne$ ve$ lle$ lles$ le$ ille es$ nt$ e$ ^au ^en eau eaux$ eux$ ment$ tion$ ^qu oir$ ois$ ais$ ait$ aient$ ère$ ée$ ées$ és$ é$ que$ ette$ elle$ aux$ oux ieu ^d' ^l' ^qu' ^n' ^s' ^c' ^j' ez$ \
            ure$ ance$ ence$ euse$ eur$ eurs$ age$ isme$ iste$ ôt oeu ui ou$ ou aî ille ssi onn ent$ ique$ iques$",
        letters: "êèàùœôûîëâæ",
    },
    Profile {
        lang: "es",
        words: "el la los las de del un una unos unas y es en que por para con no se su sus lo como más pero al le ya o este esta estos estas sí si porque \
            entre cuando muy sin sobre también me hasta hay donde quien desde todo todos toda todas nos durante uno les ni contra otros otras otro otra ese \
            esa eso ante ellos e esto mí antes algunos algunas qué yo cual cada fue ha han son está están era eran ser sido tiene tienen había hace puede \
            pueden después según dos tres años año día gobierno presidente ministro país estado guerra mundo vez tiempo parte así bien ahora siempre nunca \
            nada algo tan tanto aunque mientras sino solo sólo mi mis tu tus te él ella nosotros usted ustedes mucho muchos poco menos mismo misma nuevo \
            nueva gran grande primer primera debe hacer decir dijo será a cómo cuál cuáles cuándo dónde fueron sea han hemos he estos aquí allí \
            mejor entonces ninguna ningún medio mayo enero febrero marzo abril junio julio agosto septiembre octubre noviembre diciembre noticias revista \
            nacido nacida final ciudad mujer hombre casa lugar parece parecen cosas además",
        marks: "ción$ ciones$ dad$ dades$ ado$ ada$ ados$ adas$ ido$ idos$ mente$ ar$ er$ ir$ ó$ ^es ue ie ll ero$ era$ eros$ os$ as$ rr ando$ endo$ aron$ ieron$ \
            ía$ ían$ aba$ aban$ mos$ do$ to$ ta$ na$ les$ ores$ í á ú ño ña nte$ ^des miento$ illo$ illa$ ez$ aje$ eza$ ^hu ^ll ^ex ^qu o$ a$ lo$ es$ ones$",
        letters: "ñ¿¡óíáú",
    },
    Profile {
        lang: "de",
        words: "der die das und ist in den von zu mit sich des auf für nicht ein eine einer eines einem einen dem auch es an werden aus er hat dass daß sie nach \
            wird bei um am sind noch wie über im so zum zur war haben nur oder aber vor bis mehr durch man sein wurde wurden wenn kann können unter ich wir \
            ihr ihre ihrer ihren ihm ihn sehr gegen zwischen seit ohne während weil als da dann doch schon hier jetzt immer alle allem allen aller alles \
            andere anderen diese dieser dieses diesem diesen jede jeder sagte sagt jahr jahre jahren tag zwei drei regierung präsident land welt krieg zeit \
            uhr prozent millionen euro neue neuen neuer soll sollen sollte müssen muss mich mir dich dir uns euch mein meine dein kein keine keinen will \
            wollen wollte würde würden hatte hatten habe bin bist seid gibt geht ganz viel viele wieder weiter etwa dabei damit dazu davon denn wo was wer \
            warum ob vom beim ins ans selbst bereits sowie worden gut bitte nun mal etwas nichts ja nein \
            welche welcher welches hast zuvor getan braucht brauchen januar februar märz april mai juni juli august oktober dezember \
            minister ministerin montag dienstag mittwoch donnerstag freitag samstag sonntag sprach sprachen erklärte",
        marks: "sch ung$ ungen$ keit$ heit$ lich isch$ ische cht$ cht ch$ tz ^ge ^ver ^be ^zu en$ er$ ern$ em$ ^ein eit$ pf ^st ^auf ^aus ^über ^vor ^ent ßen äu ei ie \
            ^k ck$ tsch zw ^z schaft$ tion$ ationen$ hn hr ^w ste$ sten$ nd$ ft$ mm tt hl ü ö ä ür üh",
        letters: "ßä",
    },
    Profile {
        lang: "tr",
        words: "ve bir bu için da de ile çok daha olarak en ne o var kadar sonra gibi ama olan mi mı mu mü her ise ya yeni ilk iki üç büyük türkiye türk şu ben sen \
            biz siz onlar onun benim bana sana ona bunu onu değil değildir yok olduğu olduğunu oldu olması olur oluyor edildi etti eden ediyor etmek edilen \
            yapılan yapan yaptığı ancak fakat veya hem şey zaman gün yıl yılında içinde üzerinde arasında tarafından karşı göre üzere önce bütün tüm diye \
            dedi söyledi ki hiç nasıl neden niçin kim nerede hangi şimdi böyle öyle şöyle kendi başka bazı birçok tek son başkanı bakanı cumhurbaşkanı \
            başbakan devlet ülke dünya insan genel iyi güzel evet hayır lütfen ayrıca çünkü eğer hâlâ artık bile sadece yalnızca bugün yarın dün saat adet \
            doğru rağmen ait dolayı itibaren beri olacak gelen veren alan isteyen yer yerine vardır vermek gelir \
            kişi olup hiçbir peki tür içerisinde ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık gelin gelir üzere kadın erkek",
        marks: "lar$ ler$ ları leri lık lik luk lük ^ı ş ğ ı dır$ dir$ dur$ dür$ yor iyor ıyor ması mesi ının$ inin$ nın$ nin$ nun$ ndan$ nden$ ında$ inde$ dan$ den$ \
            ^ç ^ö ^ü ^ş maz$ mez$ acak ecek arak$ erek$ miş mış muş müş sı$ si$ lı$ li$ ya$ ye$ da$ de$ mak$ mek$ ün$ ın$ ık$ ik$ ıl ım$ k$ ığı iği uğu üğü cı ü ö ün ül ür ü$ an$ en$ ar$ ak$ ek$ ız iz$ uz$ üz$ ýn ýr ýk ^be ^ba lü lu$ lı kü gü ül öz ça \
            ^y ım yı yü üz",
        letters: "ığşİýþð",
    },
    // Not ours, but their news must not be taken for a neighbour's.
    Profile {
        lang: "it",
        words: "il lo gli di che è e per con non una della dei delle degli nel nella nei nelle dal dalla alla ai alle sono ha hanno questo questa anche più come ma \
            dopo prima tra fra suo sua loro essere stato stata presidente governo anni anno cui ed perché così ancora quando dove ogni tutti tutto due ministro",
        marks: "zione$ zioni$ ità$ gli cch ggi zz tto$ tti$ tta$ ^del ^nel ^sul ^all è$ ò$ ù$ aio$ ento$ enti$",
        letters: "ò",
    },
    Profile {
        lang: "pt",
        words: "o os um uma do da dos das em no na nos nas não com por para que é e ao aos à às mais como mas foi são ser tem têm seu sua seus suas pelo pela pelos \
            pelas também já até isso este esta entre quando depois sobre sem presidente governo ministro anos ano dia ele ela eles muito há você",
        marks: "ção$ ções$ ão$ ões$ lh nh ^não ou$ ei$ eira$ eiro$ dade$ mente$ ém$ ê ^pel",
        letters: "ãõ",
    },
    Profile {
        lang: "nl",
        words: "de het een van en in is dat op te zijn voor met niet aan er om ook als door maar bij uit over nog naar hij ze worden wordt werd wat dan heeft hebben \
            deze dit die tot of geen meer kan zal zich hun onder tegen tussen wel zo jaar president minister regering land moet veel al",
        marks: "ij aa ee oo uu sch$ ^ge en$ ing$ heid$ eer$ ^ver cht$ uit oe ie ijk eu",
        letters: "",
    },
    Profile {
        lang: "pl",
        words: "i w z na do nie się to że jest o od po za przez dla jak ale oraz był była było są który która które tego jego ich tym co tak czy już przy przed także",
        marks: "sz cz rz prz ów$ owa ych$ ego$ ie$ ść ski$ ^w",
        letters: "łśźżąęćńĄ",
    },
];

/// Languages in Cyrillic letters.
pub(super) const CYRILLIC: &[Profile] = &[
    Profile {
        lang: "ru",
        words: "и а в не на что с по как к из у за от о это для его но же то все он она они мы я вы ты был была было были бы так или если ли уже при до во со \
            об только еще ещё может когда этого этом этот эта эти который которая которые которых того также после между через более чем под без лишь их ее её \
            им ему ей себя себе мне меня нас вас нам вам быть будет будут есть нет где там тут здесь кто чтобы потому поэтому сейчас теперь очень можно нужно \
            года году лет время день россии россия рф президент министр глава заявил сообщил сообщает страны война один два три раз том тем ни даже хотя над \
            перед около другие другой первый новый сказал говорит свои своей своих свой весь всех всё ничего всегда пока ведь вот да именно однако идут идет хорошо такой таком вид виде сам сама само сами самый лет людей люди человек дом дома дело дела свою город руки глаза время видно потом тогда здорово друга друг говорят кто-то какой какие какая какое почти вновь лучше больше меньше нельзя надо пор имени пошел пошла стал стала стали стало",
        marks: "ы э ё ь ь$ ьн ью ть сь ель тель ение щий щие ющ ящ ут$ ют$ дор ^ис ^вос ^рас ^бес чн оро оло ере нн ый$ ые$ ых$ ого$ его$ ться$ тся$ ние$ ния$ нию$ ость$ ости$ ться ешь$ ишь$ ий$ ей$ ой$ ами$ ями$ ски$ ют$ ет$ ит$ ат$ ла$ ли$ л$ ть$ ся$ ское$ ских$ \
            ую$ юю$ ая$ яя$ ое$ ее$ ии$ ам$ ем$ ом$ вший жд ^под ^пере ^при ^раз",
        letters: "ыэё",
    },
    Profile {
        lang: "uk",
        words: "і а в не на що з та до як у за від про це для його але ж він вона вони ми я ви ти був була було були б так або якщо чи вже при по із зі її їх йому \
            цього цей ця ці який яка яке які яких того також після між через більше ніж під без лише їм їй себе собі мені мене нас вас нам вам бути буде \
            будуть є немає де там тут хто щоб тому зараз дуже можна треба року році років час день україни україна україні президент міністр голова заявив \
            повідомив країни війна один два три раз ні навіть хоча над перед близько інші інший перший новий сказав свої своєї своїх свій весь всіх все всі й \
            коли тільки ще може про ані адже саме проте лиш люди людей якби десяту брата чоловік другий того вулиці гривень наша наше наші мета життя служби служба законом закон ранку \
            усіх усе вважається початку часто",
        marks: "і ї є ґ ь ь$ ськ льн цьк ть$ ють$ ять$ уть$ ть тис ння нн ^пі ^най ^зав дц ий$ ого$ ую$ ^що ^як ува ої$ ння$ ій$ ого$ ти$ ться$ ється$ ють$ ють ість$ ості$ ів$ ами$ ськ ська$ ський$ ської$ ому$ ною$ ові$ ити$ ати$ ла$ ли$ ав$ ив$ ила$ йн ^від ^під ^ви ^роз ^при \
            ими$ ька$ ий$ ами$ ях$ ою$ ею$ ах$ ик$",
        letters: "іїєґ",
    },
    Profile {
        lang: "bg",
        words: "и на да в се за от с не е по са че като до ще това но при или към към той тя те ние аз вие ти беше бе бяха са съм си си му ѝ им го я ги ни ви \
            който която което които тази този тези така още само след между през преди повече без под над има няма може трябва обаче също много вече където \
            когато защото ако дали как какво кой коя кои всички всичко един една едно две три година години българия българия български българската президент \
            президентът министър министърът премиер правителството страна страната каза заяви според около заради чрез със във сме сте бил била било били \
            бъде бъдат друг друга други част днес вчера ден дни време свят пък ли а о ето нека пред спрямо въпреки нито всеки всяка неговата негов негова \
            някои някой става дума там ваш наш нас вас проф успоредно междувременно няколко сега след нещо",
        marks: "ъ ът$ ят$ ата$ ята$ ите$ ето$ ото$ та$ то$ те$ ция$ ване$ ени$ ния$ ност$ ски$ ска$ ско$ ла$ ли$ ха$ ме$ ват$ ия$ ще щат$ ява$ ира$ вания$ \
            жд ^из ^раз ^съ ^въ ^об ят ища$ ове$ еве$ ят",
        letters: "ъѝ",
    },
];

/// Languages in Arabic letters.
pub(super) const ARABIC: &[Profile] = &[
    Profile {
        lang: "ar",
        words: "في من على إلى الى أن ان عن مع هذا هذه ذلك التي الذي الذين كان كانت لا ما لم لن قد كل بعد قبل بين حتى أو او ثم كما أي هو هي هم أنه انه إنه أنها \
            إن و يا غير عند منذ خلال حول ضد أكثر اكثر بعض حيث فيها فيه عليه عليها به بها له لها منه منها وقد كما وفي ومن وهو وهي وأن ولا وكان لقد قال وقال \
            وأضاف أكد رئيس الرئيس وزير الدولة يوم عام أمام تحت فوق دون سوف ليس نحن أنا أنت إذا اذا لكن ولكن بل هل كيف لماذا متى أين مثل أيضا أيضاً وذلك بن \
            جميع كلمة نفس العام تم وتم يتم لكل أول أحد هناك هنا",
        marks: "^ال ^وال ^بال ^لل ^كال ^فال ة$ ات$ ون$ ين$ ها$ هم$ ان$ ية$ ي$ ك أ إ ؤ ئ ة ى$ ^ي ^ت ^سي ^است ته$ نا$ ^مت ^ا وا$ اً$",
        letters: "ةإ",
    },
    Profile {
        lang: "fa",
        words: "از به در که این را با است می و آن برای ها هم تا یک شده بود کرد شد خود بر ما من او نیز نمی اما اگر هر یا باید دو ای پس چه شود کند کرده های وی \
            دارد دارند داشت کنند بوده هستند نیست بین پیش آنها همه دیگر روز سال گفت وزیر رئیس جمهور ایران کشور جهان مردم کار بعد قبل توسط درباره پیدا چون \
            همین چند بسیار ولی بلکه مورد نظر طور گفته نشده شما تو ایشان همچنین سه زمان کنید شوید شوند هایی ترین تر آنچه آقای خواهد کردن شدن بودن",
        marks: "پ چ ژ گ ^می ^نمی های$ هایی$ ند$ ده$ ته$ یم$ ید$ تر$ ترین$ ای$ ان$ ست$ ^ب ی$ رد$ ود$ ^خوا گان$ شان$ دن$ تن$",
        letters: "ژگچپکی",
    },
    Profile {
        lang: "ur",
        words: "کے کی کا میں ہے اور سے کو نے پر ہیں کہ اس یہ بھی ایک نہیں تو ہو تھا تھی تھے جو وہ ان کر ہم آپ میرے اپنے اپنی اپنا لیے لئے ہی گیا گئی گئے کیا کوئی \
            کچھ سب بعد ساتھ جب تک پاکستان پاکستانی والے والی والا دیا دی دیے رہا رہی رہے ہوا ہوئی ہوئے ہوتا ہوتی ہوتے جا جس جن انہوں انھوں کہا کرنے کرتے کرتا \
            کرتی مجھے میرا میری ہمارے تمام بہت زیادہ وزیراعظم حکومت ملک صدر وزیر جائے جاتا جاتی جاتے گا گی گے سکتا سکتے سکتی ہوں دو تین پہلے ہے۔ لوگ بات طرح \
            کیوں کب کہاں اگر مگر لیکن پھر اب ابھی یا نہ بھر ہر دوران خلاف درمیان طور",
        marks: "ٹ ڈ ڑ ں ں$ ے$ ے ہ ھ وں$ یں$ ئے$ ئی$ نے$ تے$ نا$ تا$ تی$ گے$ ؤں$ ^ہ ھا کھ تھ بھ",
        letters: "ٹڈڑںےہگچپکی",
    },
];
