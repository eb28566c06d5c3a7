//! The provincial-level regions, which documents name in four ways: `新疆维吾尔自治区`, `新疆`, `新政发`, `乌鲁木齐海关`.
//! Source: GB/T 2260, in the order of its codes; Hong Kong, Macao and Taiwan issue no documents of this kind.

/// One provincial-level region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Province {
    /// GB/T 2260 code, two digits.
    pub code: &'static str,
    /// Official name.
    pub name: &'static str,
    /// Customary short name.
    pub short_name: &'static str,
    /// The character that opens its document numbers.
    pub sign: &'static str,
    /// Its capital as central offices carry it: 乌鲁木齐海关.
    pub capital: &'static str,
}

const fn province(
    code: &'static str,
    name: &'static str,
    short_name: &'static str,
    sign: &'static str,
    capital: &'static str,
) -> Province {
    Province {
        code,
        name,
        short_name,
        sign,
        capital,
    }
}

/// Every provincial-level region of the mainland.
pub const PROVINCES: &[Province] = &[
    province("11", "北京市", "北京", "京", "北京"),
    province("12", "天津市", "天津", "津", "天津"),
    province("13", "河北省", "河北", "冀", "石家庄"),
    province("14", "山西省", "山西", "晋", "太原"),
    province("15", "内蒙古自治区", "内蒙古", "内", "呼和浩特"),
    province("21", "辽宁省", "辽宁", "辽", "沈阳"),
    province("22", "吉林省", "吉林", "吉", "长春"),
    province("23", "黑龙江省", "黑龙江", "黑", "哈尔滨"),
    province("31", "上海市", "上海", "沪", "上海"),
    province("32", "江苏省", "江苏", "苏", "南京"),
    province("33", "浙江省", "浙江", "浙", "杭州"),
    province("34", "安徽省", "安徽", "皖", "合肥"),
    province("35", "福建省", "福建", "闽", "福州"),
    province("36", "江西省", "江西", "赣", "南昌"),
    province("37", "山东省", "山东", "鲁", "济南"),
    province("41", "河南省", "河南", "豫", "郑州"),
    province("42", "湖北省", "湖北", "鄂", "武汉"),
    province("43", "湖南省", "湖南", "湘", "长沙"),
    province("44", "广东省", "广东", "粤", "广州"),
    province("45", "广西壮族自治区", "广西", "桂", "南宁"),
    province("46", "海南省", "海南", "琼", "海口"),
    province("50", "重庆市", "重庆", "渝", "重庆"),
    province("51", "四川省", "四川", "川", "成都"),
    province("52", "贵州省", "贵州", "黔", "贵阳"),
    province("53", "云南省", "云南", "云", "昆明"),
    province("54", "西藏自治区", "西藏", "藏", "拉萨"),
    province("61", "陕西省", "陕西", "陕", "西安"),
    province("62", "甘肃省", "甘肃", "甘", "兰州"),
    province("63", "青海省", "青海", "青", "西宁"),
    province("64", "宁夏回族自治区", "宁夏", "宁", "银川"),
    province("65", "新疆维吾尔自治区", "新疆", "新", "乌鲁木齐"),
];

/// The province with this official name.
pub fn province_named(name: &str) -> Option<&'static Province> {
    PROVINCES.iter().find(|province| province.name == name)
}
